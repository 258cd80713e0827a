// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

/**
 * A System V semaphore found by a key file. The numbers are Linux's.
 *
 * <p>With {@code undo} the system reverts the operations of this process when it ends; that is right for a lock. A
 * notification must not be undone, and the balance that the system keeps overflows after 32,767 operations.
 */
final class SystemVSemaphore implements SemaphoreBackend {
    private static final int SEM_UNDO = 0x1000;
    private static final int GETVAL = 12;
    private static final int GETNCNT = 14;
    private static final int SETVAL = 16;

    private final NativeCalls calls;
    private final QtName name;
    private final int undo;
    private final SystemVSet set;

    private SystemVSemaphore(NativeCalls calls, QtName name, SystemVSet set, boolean undo) {
        this.calls = calls;
        this.name = name;
        this.set = set;
        this.undo = undo ? SEM_UNDO : 0;
    }

    /**
     * Opens it.
     *
     * @param create whether to set one that exists to the initial value
     * @param undo for a lock
     * @param remakes whether to make it again when another process has removed it, as Qt does; otherwise there is none
     *     to acquire or to release then, until somebody else makes it
     */
    static SystemVSemaphore open(NativeCalls calls, QtName name, int initial, boolean create, boolean undo,
                                 boolean remakes) {
        return new SystemVSemaphore(calls, name, new SystemVSet(calls, name, initial, create, remakes), undo);
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
        int used = set.id();
        int result = -Errno.EINTR;
        while (result == -Errno.EINTR) {
            result = calls.semop(used, 1, undo, -1);
        }
        if (result < 0 && Errno.isRemoved(-result)) {
            set.reopen(used);
        } else if (result < 0) {
            throw QtException.of("release", name, result);
        }
    }

    @Override
    public boolean awaitZero(long timeoutNs) {
        // One that is gone has no count.
        return operate("wait for", 0, 0, timeoutNs) || set.isGone();
    }

    @Override
    public boolean tellsWhenZero() {
        return true;
    }

    private boolean operate(String action, int change, int flags, long timeoutNs) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        long remainingNs = timeoutNs;
        while (true) {
            int used = set.id();
            int result = calls.semop(used, change, flags, remainingNs);
            if (result >= 0) {
                return true;
            }
            if (Errno.isTimeout(-result)) {
                return false;
            }
            if (Errno.isRemoved(-result)) {
                if (!(change == 0 ? set.findNext(used) : set.reopen(used))) {
                    return false;
                }
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
        int used = set.id();
        int result = calls.semctl(used, command, value);
        while (result < 0 && Errno.isRemoved(-result)) {
            if (!set.findNext(used)) {
                return 0;
            }
            used = set.id();
            result = calls.semctl(used, command, value);
        }
        if (result < 0) {
            throw QtException.of(action, name, result);
        }
        return result;
    }

    @Override
    public void follow() {
        set.follow();
    }

    @Override
    public boolean isGone() {
        return set.isGone();
    }

    @Override
    public void own() {
        set.own();
    }

    @Override
    public boolean isOwner() {
        return set.isOwner();
    }

    @Override
    public void close(boolean remove) {
        set.close(remove);
    }

    /** Removes it while it is taken: a process that got it in between would hold a lock that nobody else finds. */
    @Override
    public void giveBackAndClose(boolean remove) {
        if (!remove) {
            giveBack();
        }
        close(remove);
    }
}
