// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.InterruptedSessionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A segment's lock: one thread of all processes holds it. Inside this process a Java lock decides which thread asks,
 * because Qt's semaphore knows no threads.
 *
 * <p>A System V lock comes back when its holder dies. Should it be lost all the same, as a POSIX one is, it is made
 * whole when nobody else is attached to the segment.
 */
final class SegmentLock {
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ReentrantLock threads = new ReentrantLock();
    private final SemaphoreBackend processes;
    private final QtName name;
    private final BooleanSupplier alone;

    /**
     * For one segment.
     *
     * @param alone whether no other process is attached to the segment
     */
    SegmentLock(SemaphoreBackend processes, QtName name, BooleanSupplier alone) {
        this.processes = processes;
        this.name = name;
        this.alone = alone;
    }

    /**
     * Takes it.
     *
     * @throws QtException {@link QtError#LOCK_ERROR} if this thread has it already, or it was not free in time
     */
    void lock(long timeoutNs) {
        if (!tryLock(timeoutNs)) {
            throw new QtException(QtError.LOCK_ERROR, "The lock of " + name + " was not free within "
                    + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms: another process holds it");
        }
    }

    /**
     * Takes it if it is free in time.
     *
     * @throws QtException {@link QtError#LOCK_ERROR} if this thread has it already
     */
    boolean tryLock(long timeoutNs) {
        if (threads.isHeldByCurrentThread()) {
            throw new QtException(QtError.LOCK_ERROR, "This thread has locked " + name + " already");
        }
        long deadlineNs = System.nanoTime() + timeoutNs;
        if (!awaitThreads(timeoutNs)) {
            return false;
        }
        boolean locked = false;
        try {
            locked = acquire(deadlineNs) || recover();
        } finally {
            if (!locked) {
                threads.unlock();
            }
        }
        return locked;
    }

    private boolean awaitThreads(long timeoutNs) {
        try {
            return threads.tryLock() || threads.tryLock(timeoutNs, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedSessionException("The thread was interrupted while it waited for " + name, e);
        }
    }

    /** At least once, in slices that let a POSIX semaphore be closed. */
    private boolean acquire(long deadlineNs) {
        boolean acquired = false;
        long remainingNs = Math.max(0, deadlineNs - System.nanoTime());
        while (!acquired && remainingNs >= 0) {
            acquired = processes.acquire(Math.min(remainingNs, SLICE_NS));
            remainingNs = deadlineNs - System.nanoTime();
        }
        return acquired;
    }

    private boolean recover() {
        if (!alone.getAsBoolean()) {
            return false;
        }
        processes.reset(1);
        return processes.acquire(0);
    }

    /**
     * Gives it back.
     *
     * @throws QtException {@link QtError#LOCK_ERROR} if this thread has not got it
     */
    void unlock() {
        if (!threads.isHeldByCurrentThread()) {
            throw new QtException(QtError.LOCK_ERROR, "This thread has not locked " + name);
        }
        try {
            processes.giveBack();
        } finally {
            threads.unlock();
        }
    }

    /** Whether {@link #awaitTaken} works: with POSIX semaphores it does not. */
    boolean tellsWhenTaken() {
        return processes.tellsWhenZero();
    }

    /**
     * Waits until somebody takes it, and then a moment for it to be free again. Does not keep it.
     *
     * @return false if nobody has in time
     */
    boolean awaitTaken(long timeoutNs) {
        boolean taken = processes.awaitZero(timeoutNs);
        if (taken && processes.acquire(SLICE_NS)) {
            processes.giveBack();
        }
        return taken;
    }

    /** Ends {@link #awaitTaken}. */
    void nudge() {
        if (processes.acquire(0)) {
            processes.giveBack();
        }
    }

    /** {@link SemaphoreBackend#own}, because the process that made it is gone. */
    void own() {
        processes.own();
    }

    /** {@link SemaphoreBackend#follow}, while nobody here holds it. */
    void follow() {
        if (threads.tryLock()) {
            try {
                processes.follow();
            } finally {
                threads.unlock();
            }
        }
    }

    /**
     * Gives it back, and up.
     *
     * @param remove whether to remove it from the system even if others have made it
     */
    void unlockForGood(boolean remove) {
        try {
            processes.giveBackAndClose(remove || processes.isOwner());
        } finally {
            threads.unlock();
        }
    }

    /** Gives it up; to be called while it is not held. */
    void close() {
        processes.close(processes.isOwner());
    }
}
