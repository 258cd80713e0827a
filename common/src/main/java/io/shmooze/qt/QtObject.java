// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.file.Path;

/**
 * A segment or a semaphore of the system that a Qt program, or one like it, has made.
 *
 * @param segment true for a segment, false for a semaphore
 * @param file the key file, or the POSIX object itself; null if it is gone
 * @param key the System V key; 0 for POSIX and where there is no object
 * @param id the System V number; -1 for POSIX
 * @param size of a segment, bytes; -1 for a semaphore
 * @param attached how often a segment is attached, or how many processes have a POSIX semaphore open; -1 if unknown
 * @param value of a semaphore; -1 for a segment and where it is not known
 * @param waiting how many wait for a semaphore; -1 for a segment and where it is not known
 * @param creator process that made a segment; 0 if unknown
 * @param lastUser process that used it last; 0 if unknown
 * @param owner user
 * @param stale whether no living process uses it, as far as can be told
 */
public record QtObject(boolean segment, Path file, int key, int id, long size, long attached, int value,
                       int waiting, long creator, long lastUser, String owner, boolean stale) {
    private static final int IPC_RMID = 0;

    /**
     * Removes it from the system, with its file. Who uses it all the same has to start anew.
     *
     * @throws QtException if the system refuses
     */
    public void remove() {
        if (id >= 0) {
            NativeCalls calls = Natives.calls();
            int result = segment ? calls.shmctl(id, IPC_RMID, null) : calls.semctl(id, IPC_RMID, 0);
            if (result < 0 && !Errno.isRemoved(-result)) {
                throw QtException.of("remove", name(), result);
            }
        }
        if (file != null) {
            KeyFile.remove(name());
        }
    }

    private QtName name() {
        String name = file == null ? "id " + id : file.getFileName().toString();
        return new QtName(segment ? "segment" : "semaphore", name, name, file);
    }
}
