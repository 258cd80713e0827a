// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process is called. */
public final class CurrentProcess {
    private static final Path SELF = Path.of("/proc/self");
    private static final long PID = find();

    private CurrentProcess() {
    }

    /**
     * Its number, as this process sees it.
     *
     * @return the same all its life
     */
    public static long pid() {
        return PID;
    }

    /** A {@code ProcessHandle} brings a pool of threads with it, which takes a fresh JVM some 10 ms. */
    private static long find() {
        try {
            return Long.parseLong(Files.readSymbolicLink(SELF).toString());
        } catch (IOException | NumberFormatException e) {
            // No Linux, or no /proc here.
            return ProcessHandle.current().pid();
        }
    }
}
