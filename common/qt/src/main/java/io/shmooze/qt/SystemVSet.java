// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.io.IOException;

/**
 * The set of one System V semaphore that a key file leads to: makes it, finds the next one when somebody has removed
 * it, and removes it. The numbers are Linux's.
 *
 * <p><b>Threads.</b> Safe for all.
 */
final class SystemVSet {
    private static final int CREATE = 01000;
    private static final int EXCLUSIVE = 02000;
    private static final int MODE = 0600;
    private static final int IPC_RMID = 0;
    private static final int GETPID = 11;
    private static final int GETNCNT = 14;
    private static final int SETVAL = 16;

    private final NativeCalls calls;
    private final QtName name;
    private final int initial;
    private final boolean remakes;
    private boolean ownFile;
    private boolean ownSet;
    private boolean closed;
    /** Somebody has removed it, and it is not there again. Written under this object's monitor. */
    private volatile boolean gone;
    /** The system's number for it; another one after somebody has removed it. Written under this object's monitor. */
    private volatile int id;

    /**
     * Opens it.
     *
     * @param create whether to set one that exists to the initial value
     * @param remakes whether to make it again when somebody has removed it
     */
    SystemVSet(NativeCalls calls, QtName name, int initial, boolean create, boolean remakes) {
        this.calls = calls;
        this.name = name;
        this.initial = initial;
        this.remakes = remakes;
        open(create);
    }

    /** The system's number for it now. */
    int id() {
        return id;
    }

    private synchronized void open(boolean create) {
        KeyFile.Found file = KeyFile.findOrCreate(name);
        ownFile |= file.made();
        int key = file.key();
        int found = calls.semget(key, CREATE | EXCLUSIVE | MODE);
        if (found == -Errno.EEXIST && file.made() && removeOrphan(key)) {
            found = calls.semget(key, CREATE | EXCLUSIVE | MODE);
        }
        boolean made = found >= 0;
        if (found == -Errno.EEXIST) {
            found = calls.semget(key, CREATE | MODE);
        }
        if (found < 0) {
            if (file.made()) {
                ownFile = false;
                KeyFile.remove(name);
            }
            throw SystemVLimits.ofSemaphore(name, found);
        }
        id = found;
        if (made || create) {
            ownFile = true;
            ownSet = true;
            int result = calls.semctl(id, SETVAL, initial);
            if (result < 0) {
                throw QtException.of("set", name, result);
            }
        }
    }

    /**
     * A new file has the inode of one that was removed before its set: nobody finds that set by its own file any more.
     * True if nobody uses it either.
     */
    private boolean removeOrphan(int key) {
        int found = calls.semget(key, MODE);
        return found >= 0 && calls.semctl(found, GETNCNT, 0) == 0 && !Attached.isAlive(calls.semctl(found, GETPID, 0))
                && calls.semctl(found, IPC_RMID, 0) >= 0;
    }

    /**
     * Somebody has removed the one with this number: opens the next, unless another thread has done so. The file stays,
     * unlike in Qt: if it is still there, it is another process's already.
     *
     * @return false if there is no next one, and this side is not the one to make it
     */
    synchronized boolean reopen(int removed) {
        if (closed) {
            throw new QtException(QtError.NOT_FOUND, "Closed here: " + name);
        }
        if (id == removed && remakes) {
            ownSet = false;
            ownFile = false;
            gone = false;
            open(false);
        }
        return findNext(removed);
    }

    /** Somebody has removed the one with this number: finds the next; false if there is none yet. Makes nothing. */
    synchronized boolean findNext(int removed) {
        if (id == removed) {
            gone = true;
            follow();
        }
        return id != removed;
    }

    /** {@link SemaphoreBackend#follow}. */
    synchronized void follow() {
        int found;
        try {
            found = closed ? -1 : calls.semget(KeyFile.systemVKey(name.file()), MODE);
        } catch (IOException e) {
            // Gone, and not there again yet: the process that removed it is about to make the next.
            return;
        }
        if (found >= 0 && found != id) {
            int left = id;
            id = found;
            gone = false;
            if (ownSet) {
                calls.semctl(left, IPC_RMID, 0);
            }
            ownSet = false;
            ownFile = false;
        }
    }

    /** {@link SemaphoreBackend#isGone}. */
    boolean isGone() {
        return gone;
    }

    /** {@link SemaphoreBackend#own}. */
    synchronized void own() {
        ownSet = true;
        ownFile = true;
    }

    /** {@link SemaphoreBackend#isOwner}. */
    synchronized boolean isOwner() {
        // The file alone, if it has got the inode of one whose set was still there.
        return ownSet || ownFile;
    }

    /** {@link SemaphoreBackend#close}. */
    synchronized void close(boolean remove) {
        if (closed) {
            return;
        }
        closed = true;
        if (remove) {
            // The file first, as in Qt: a process that waits in it makes it anew at once, with a file of its own.
            if (leadsHere()) {
                KeyFile.remove(name);
            }
            int result = calls.semctl(id, IPC_RMID, 0);
            if (result < 0 && !Errno.isRemoved(-result)) {
                throw QtException.of("remove", name, result);
            }
        }
    }

    /** Whether the file is the one by which this set is found: the next one's file is not ours to remove. */
    private boolean leadsHere() {
        try {
            return calls.semget(KeyFile.systemVKey(name.file()), MODE) == id;
        } catch (IOException e) {
            return false;
        }
    }
}
