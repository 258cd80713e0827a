// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Peer;
import io.shmooze.segment.CurrentUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out who is at the other end, as far as the system tells. */
final class Peers {
    private Peers() {
    }

    static Peer of(long pid) {
        return new Peer(pid, true, user(pid), Long.toString(pid), null);
    }

    private static String user(long pid) {
        try {
            return Files.getOwner(Path.of("/proc", Long.toString(pid))).getName();
        } catch (IOException e) {
            // It has ended, or is not known: only this user's processes get at the segment, and root's.
            return CurrentUser.name();
        }
    }
}
