// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A segment or a semaphore that a Qt program, or one like it, may have made, or a file that looks like theirs.
 *
 * @param segment true for a segment, false for a semaphore
 * @param file the key file, or the POSIX object itself; null if there is none
 * @param key the System V key; 0 for POSIX and where there is no object
 * @param id the System V number; -1 for POSIX and where there is no object
 * @param size of a segment, bytes; -1 for a semaphore
 * @param attached how often a segment is attached, or how many processes have a POSIX semaphore open; -1 if unknown
 * @param value of a semaphore; -1 for a segment and where it is not known
 * @param waiting how many wait for a semaphore; -1 for a segment and where it is not known
 * @param creator process that made a segment; 0 if unknown
 * @param lastUser process that used it last; 0 if unknown
 * @param users the living processes that have it mapped, as far as this user may see
 * @param owner user
 * @param state whether it may be removed
 * @param reason why it is in that state, for people; empty if it is stale
 */
public record QtObject(boolean segment, Path file, int key, int id, long size, long attached, int value, int waiting,
                       long creator, long lastUser, List<Long> users, String owner, State state, String reason) {
    private static final int IPC_RMID = 0;

    /** Whether it is in use, as far as that is known. */
    public enum State {
        /** Certainly Qt's, and certainly used by nobody. */
        STALE,
        /** A living process uses it. */
        IN_USE,
        /** Neither of the two is certain; {@link QtObject#reason} says why. */
        UNCLEAR
    }

    /**
     * Removes it from the system, with its file, in any state. A program that still uses it has to start anew.
     *
     * @throws QtException if the system refuses
     */
    public void remove() {
        if (file != null && leadsHere()) {
            // First, so that a program that starts now makes a new one, and does not find a file that is about to go.
            KeyFile.remove(name());
        }
        if (id >= 0) {
            NativeCalls calls = Natives.calls();
            int result = segment ? calls.shmctl(id, IPC_RMID, null) : calls.semctl(id, IPC_RMID, 0);
            if (result < 0 && !Errno.isRemoved(-result)) {
                throw QtException.of("remove", name(), result);
            }
        }
    }

    /** Somebody may have made the file anew meanwhile. */
    private boolean leadsHere() {
        try {
            return id < 0 || KeyFile.systemVKey(file) == key;
        } catch (IOException e) {
            return false;
        }
    }

    private QtName name() {
        String name = file == null ? "id " + id : file.getFileName().toString();
        return new QtName(segment ? "segment" : "semaphore", name, name, file);
    }
}
