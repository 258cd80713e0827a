// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.io.IOException;

/**
 * A System V semaphore found by a key file. The numbers are Linux's.
 *
 * <p>With {@code undo} the system gives back, when this process ends, what it took; that is right for a lock. A
 * notification must not be undone, and the balance that the system keeps overflows after 32,767 operations.
 */
final class SystemVSemaphore implements SemaphoreBackend {
    private static final int SEM_UNDO = 0x1000;
    private static final int CREATE = 01000;
    private static final int EXCLUSIVE = 02000;
    private static final int MODE = 0600;
    private static final int IPC_RMID = 0;
    private static final int GETPID = 11;
    private static final int GETVAL = 12;
    private static final int GETNCNT = 14;
    private static final int SETVAL = 16;

    private final NativeCalls calls;
    private final QtName name;
    private final int initial;
    private final int undo;
    private boolean ownFile;
    private boolean ownSet;
    private boolean closed;
    /** The system's number for it; another one after somebody has removed it. Written under this object's monitor. */
    private volatile int id;

    private SystemVSemaphore(NativeCalls calls, QtName name, int initial, boolean undo) {
        this.calls = calls;
        this.name = name;
        this.initial = initial;
        this.undo = undo ? SEM_UNDO : 0;
    }

    static SystemVSemaphore open(NativeCalls calls, QtName name, int initial, boolean create, boolean undo) {
        SystemVSemaphore semaphore = new SystemVSemaphore(calls, name, initial, undo);
        semaphore.open(create);
        return semaphore;
    }

    private synchronized void open(boolean create) {
        boolean madeFile = KeyFile.create(name);
        ownFile |= madeFile;
        int key = KeyFile.systemVKey(name);
        int found = calls.semget(key, CREATE | EXCLUSIVE | MODE);
        if (found == -Errno.EEXIST && madeFile && removeOrphan(key)) {
            found = calls.semget(key, CREATE | EXCLUSIVE | MODE);
        }
        boolean made = found >= 0;
        if (found == -Errno.EEXIST) {
            found = calls.semget(key, CREATE | MODE);
        }
        if (found < 0) {
            giveUpFile();
            throw QtException.of("open", name, found);
        }
        id = found;
        if (made || create) {
            ownFile = true;
            ownSet = true;
            check("set", calls.semctl(id, SETVAL, initial));
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

    private void giveUpFile() {
        if (ownFile) {
            ownFile = false;
            KeyFile.remove(name);
        }
    }

    /** Somebody has removed the one with this number: opens the next, unless another thread has done so. */
    private synchronized void reopen(int removed) {
        if (closed) {
            throw new QtException(QtError.NOT_FOUND, "Closed here: " + name);
        }
        if (id == removed) {
            ownSet = false;
            giveUpFile();
            open(false);
        }
    }

    @Override
    public synchronized void follow() {
        int found;
        try {
            found = closed ? -1 : calls.semget(KeyFile.systemVKey(name.file()), MODE);
        } catch (IOException e) {
            // Gone, and not there again yet: who removed it is about to make the next.
            return;
        }
        if (found >= 0 && found != id) {
            int left = id;
            id = found;
            if (ownSet) {
                calls.semctl(left, IPC_RMID, 0);
            }
            ownSet = false;
            ownFile = false;
        }
    }

    private int check(String action, int result) {
        if (result < 0) {
            throw QtException.of(action, name, result);
        }
        return result;
    }

    @Override
    public boolean acquire(long timeoutNs) {
        return operate("acquire", -1, undo, timeoutNs);
    }

    @Override
    public void release(int count) {
        operate("release", count, undo, -1);
    }

    @Override
    public void giveBack() {
        int used = id;
        int result = -Errno.EINTR;
        while (result == -Errno.EINTR) {
            result = calls.semop(used, 1, undo, -1);
        }
        if (result < 0 && Errno.isRemoved(-result)) {
            reopen(used);
        } else if (result < 0) {
            throw QtException.of("release", name, result);
        }
    }

    @Override
    public boolean awaitZero(long timeoutNs) {
        return operate("wait for", 0, 0, timeoutNs);
    }

    private boolean operate(String action, int change, int flags, long timeoutNs) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        long remainingNs = timeoutNs;
        while (true) {
            int used = id;
            int result = calls.semop(used, change, flags, remainingNs);
            if (result >= 0) {
                return true;
            }
            if (Errno.isTimeout(-result)) {
                return false;
            }
            if (Errno.isRemoved(-result)) {
                reopen(used);
            } else if (result != -Errno.EINTR) {
                throw QtException.of(action, name, result);
            }
            remainingNs = timeoutNs < 0 ? timeoutNs : Math.max(0, deadlineNs - System.nanoTime());
        }
    }

    @Override
    public int value() {
        return control("look at", GETVAL, 0);
    }

    @Override
    public int waiting() {
        return control("look at", GETNCNT, 0);
    }

    @Override
    public void reset(int value) {
        control("set", SETVAL, value);
    }

    private int control(String action, int command, int value) {
        int used = id;
        int result = calls.semctl(used, command, value);
        while (result < 0 && Errno.isRemoved(-result)) {
            reopen(used);
            used = id;
            result = calls.semctl(used, command, value);
        }
        return check(action, result);
    }

    @Override
    public synchronized boolean isOwner() {
        // The file alone, if it has got the inode of one whose set was still there.
        return ownSet || ownFile;
    }

    @Override
    public synchronized void close(boolean remove) {
        closed = true;
        if (remove) {
            // In Qt's order: who waits in it and makes it anew must not find a file that is about to go.
            KeyFile.remove(name);
            int result = calls.semctl(id, IPC_RMID, 0);
            if (result < 0 && !Errno.isRemoved(-result)) {
                throw QtException.of("remove", name, result);
            }
        }
    }
}
