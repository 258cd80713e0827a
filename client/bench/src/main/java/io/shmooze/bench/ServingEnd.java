// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The process at the serving end. It owns the directory of the run, and removes it however it is asked to end. */
final class ServingEnd {
    private ServingEnd() {
    }

    /**
     * Serves until the input ends.
     *
     * @param arguments the transport's class and variant, and the directory to create
     */
    public static void main(String[] arguments) {
        ChildMain.keepLinesClean();
        try {
            Path directory = Path.of(arguments[2]);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> RunDirectory.remove(directory)));
            RunDirectory.create(directory);
            ChildMain.transport(arguments[0], arguments[1]).serve(directory, new FailFastHandler(new Responder()),
                    ServingEnd::ready);
        } catch (Exception e) {
            ChildMain.fail(e);
        }
    }

    /** Lets the end of the input end this process only now, when nothing is being created any more. */
    private static void ready() {
        try {
            ChildMain.tell("ready");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildMain.begin();
    }
}
