// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A named POSIX semaphore. The system does not give back the counts that a dead process has taken.
 *
 * <p>The C libraries of Linux keep the count in the first four bytes and the number of waiters in the next four, on
 * little-endian 64-bit processors: nothing else tells whether somebody waits.
 *
 * <p>{@link #close} and {@link #follow} unmap those bytes, so they wait for calls of other threads to end: only the
 * thread that calls those two may wait in here for long.
 */
final class PosixSemaphore implements SemaphoreBackend {
    private static final int CREATE = 0100;
    private static final int EXCLUSIVE = 0200;
    private static final int MODE = 0600;
    /** As often as Qt. */
    private static final int ATTEMPTS = 3;
    private static final long PAUSE_NS = 20_000;
    private static final long LONGEST_PAUSE_NS = 10_000_000;

    private final NativeCalls calls;
    private final QtName name;
    private volatile boolean owner;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    /** 0 when it is closed; guarded by the lock. */
    private long address;
    /** Of the file that the name led to when it was opened: another one is another semaphore. */
    private volatile Object file;

    private PosixSemaphore(NativeCalls calls, QtName name, long address, boolean owner) {
        this.calls = calls;
        this.name = name;
        this.address = address;
        this.owner = owner;
        this.file = KeyFile.inode(name);
    }

    static PosixSemaphore open(NativeCalls calls, QtName name, int initial, boolean create) {
        long result = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            result = calls.semOpen(name.posix(), CREATE | EXCLUSIVE, MODE, initial);
            if (result != -Errno.EEXIST) {
                return new PosixSemaphore(calls, name, checked("open", name, result), true);
            }
            if (create) {
                calls.semUnlink(name.posix());
            } else {
                result = calls.semOpen(name.posix(), 0, 0, 0);
                if (result != -Errno.ENOENT) {
                    return new PosixSemaphore(calls, name, checked("open", name, result), false);
                }
            }
        }
        throw QtException.of("open", name, result);
    }

    /** Addresses of user space are positive. */
    private static long checked(String action, QtName name, long result) {
        if (result < 0) {
            throw QtException.of(action, name, result);
        }
        return result;
    }

    @Override
    public boolean acquire(long timeoutNs) {
        use.readLock().lock();
        try {
            return acquireOpen(timeoutNs);
        } finally {
            use.readLock().unlock();
        }
    }

    private boolean acquireOpen(long timeoutNs) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        long remainingNs = timeoutNs;
        while (true) {
            int result = calls.semWait(open(), remainingNs);
            if (result >= 0) {
                return true;
            }
            if (Errno.isTimeout(-result)) {
                return false;
            }
            if (result != -Errno.EINTR) {
                throw QtException.of("acquire", name, result);
            }
            remainingNs = timeoutNs < 0 ? timeoutNs : Math.max(0, deadlineNs - System.nanoTime());
        }
    }

    @Override
    public void release(int count) {
        use.readLock().lock();
        try {
            for (int i = 0; i < count; i++) {
                checked("release", name, calls.semPost(open()));
            }
        } finally {
            use.readLock().unlock();
        }
    }

    @Override
    public void giveBack() {
        release(1);
    }

    @Override
    public boolean tellsWhenZero() {
        return false;
    }

    /** Looks at longer and longer intervals: nothing wakes a thread at 0. */
    @Override
    public boolean awaitZero(long timeoutNs) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        long pauseNs = PAUSE_NS;
        while (value() != 0) {
            if (System.nanoTime() - deadlineNs >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(pauseNs);
            pauseNs = Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
        }
        return true;
    }

    @Override
    public int value() {
        return (int) word();
    }

    @Override
    public int waiting() {
        return (int) (word() >>> Integer.SIZE);
    }

    private long word() {
        use.readLock().lock();
        try {
            return calls.peek(open());
        } finally {
            use.readLock().unlock();
        }
    }

    private long open() {
        if (address == 0) {
            throw new QtException(QtError.NOT_FOUND, "Closed here: " + name);
        }
        return address;
    }

    @Override
    public void reset(int value) {
        boolean more = true;
        while (more) {
            more = acquire(0);
        }
        release(value);
    }

    /** A server that starts replaces a semaphore that it finds, even one that a client has just made. */
    @Override
    public void follow() {
        Object found = KeyFile.inode(name);
        if (found == null || found.equals(file)) {
            return;
        }
        use.writeLock().lock();
        try {
            long next = address == 0 ? -Errno.ENOENT : calls.semOpen(name.posix(), 0, 0, 0);
            if (next >= 0) {
                calls.semClose(address);
                address = next;
                owner = false;
                file = found;
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public void own() {
        owner = true;
    }

    @Override
    public boolean isOwner() {
        return owner;
    }

    @Override
    public void close(boolean remove) {
        use.writeLock().lock();
        try {
            if (address == 0) {
                return;
            }
            calls.semClose(address);
            address = 0;
            if (remove && Objects.equals(file, KeyFile.inode(name))) {
                calls.semUnlink(name.posix());
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
