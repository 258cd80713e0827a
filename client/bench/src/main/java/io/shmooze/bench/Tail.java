// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.client.ClientMain;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The command {@code tail --follow} on the channel that is measured, as users start it; what it prints is dropped. Owns
 * its process, which can be stopped by a signal: then the session is one without a tail, because a tail has no part in
 * it. The process ends by itself when its channel does.
 */
final class Tail implements AutoCloseable {
    private static final long PATIENCE_S = 5;

    private final Process process;
    private boolean following = true;

    private Tail(Process process) {
        this.process = process;
    }

    static Tail start(Path directory) throws IOException {
        return new Tail(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), ClientMain.class.getName(), "tail", "--follow", "--directory",
                directory.toString(), ShmoozeTransport.CHANNEL)
                .redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start());
    }

    /** Lets it follow the session, or stops it. */
    void set(boolean follows) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new ChildFailedException("tail has ended with code " + process.exitValue());
        }
        if (follows != following) {
            signal(follows ? "CONT" : "STOP");
            following = follows;
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        if (code != 0) {
            throw new ChildFailedException("kill -" + name + " has ended with code " + code);
        }
    }

    /** Also ends one that is stopped. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new ChildFailedException("tail does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
