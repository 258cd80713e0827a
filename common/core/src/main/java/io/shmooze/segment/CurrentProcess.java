// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process id of this process. */
public final class CurrentProcess {
    private static final Path SELF = Path.of("/proc/self");
    private static final long PID = find();

    private CurrentProcess() {
    }

    /**
     * The process id, in this process's own pid namespace.
     *
     * @return always the same
     */
    public static long pid() {
        return PID;
    }

    /** Avoids {@code ProcessHandle}, which starts a pool of threads and takes a fresh JVM some 10 ms. */
    private static long find() {
        try {
            return Long.parseLong(Files.readSymbolicLink(SELF).toString());
        } catch (IOException | NumberFormatException e) {
            // This is not Linux, or there is no /proc.
            return ProcessHandle.current().pid();
        }
    }
}
