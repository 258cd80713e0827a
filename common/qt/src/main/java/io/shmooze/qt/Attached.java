// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The other processes that are attached to a segment.
 *
 * @param count how many
 * @param pid one of them as far as the system tells, else 0
 */
record Attached(int count, long pid) {
    static final Attached NOBODY = new Attached(0, 0);

    /** A process that has ended is dead, although its number stays until its parent asks for the exit code. */
    static boolean isAlive(long pid) {
        if (pid <= 0) {
            return false;
        }
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            // The state follows the name, which stands in brackets and may have any bytes.
            String status = new String(Files.readAllBytes(process.resolve("stat")), StandardCharsets.UTF_8);
            return status.charAt(status.lastIndexOf(')') + 2) != 'Z' || hasOtherThreads(process);
        } catch (IOException e) {
            return false;
        }
    }

    /** The first thread may have ended alone. */
    private static boolean hasOtherThreads(Path process) throws IOException {
        try (var threads = Files.list(process.resolve("task"))) {
            return threads.count() > 1;
        }
    }
}
