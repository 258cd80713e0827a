// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

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

    static boolean isAlive(long pid) {
        return pid > 0 && Files.exists(Path.of("/proc", Long.toString(pid)));
    }
}
