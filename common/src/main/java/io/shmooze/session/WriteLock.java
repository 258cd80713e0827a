// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The lock of a session's sending half. It has two parts: a queue of those who may wait (a {@link HalfLock}), and a
 * word that says who is in the lane. Who has a small message and finds the word free takes the word alone, by one
 * compare-and-set, and gives it back by one release store: half of what a {@code ReentrantLock} costs. Everybody else
 * takes the queue first and then the word, which is never held for long by one who is not in the queue.
 *
 * <p><b>Happens-before.</b> Whoever takes the word reads, by the compare-and-set, the value that the one before stored
 * with release order: so all that one did is visible.
 */
final class WriteLock {
    private static final int FREE = 0;
    private static final int HELD = 1;
    private static final int SPINS = 200;
    private static final int YIELDS = 1000;
    private static final int PAUSES = 6000;
    private static final long PAUSE_NS = 1_000_000;

    private final HalfLock queue = new HalfLock();
    private final AtomicInteger word = new AtomicInteger();

    /** Takes the word alone, for a moment, until {@link #leave}: the holder must not wait for anything. */
    boolean enter() {
        // Not past those in the queue, who would never get the word from a thread that sends on and on.
        for (int i = 0; i < SPINS && !queue.isLocked(); i++) {
            if (word.compareAndSet(FREE, HELD)) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    void leave() {
        word.setRelease(FREE);
    }

    /** For those who must not wait for one who waits: false if there is such a one. */
    boolean tryLock() {
        if (!queue.tryLock()) {
            return false;
        }
        takeWord();
        return true;
    }

    boolean tryLockUntil(long deadlineNs) throws InterruptedException {
        if (!queue.tryLockUntil(deadlineNs)) {
            return false;
        }
        takeWord();
        return true;
    }

    void lock() {
        queue.lock();
        takeWord();
    }

    /** See {@link HalfLock#lockToDetach}. */
    void lockToDetach(BooleanSupplier inApplication) {
        queue.lockToDetach(inApplication);
        takeWord();
    }

    void unlock() {
        word.setRelease(FREE);
        queue.unlock();
    }

    /**
     * Its holder is in the midst of a short copy, or off the CPU; or an error of a truncated segment has struck it
     * where it could not give the word back. Counts short waits, as {@link HalfLock} does.
     */
    private void takeWord() {
        if (queue.getHoldCount() > 1) {
            queue.unlock();
            throw new IllegalStateException("The calling thread has claimed a place in the lane: commit that first");
        }
        for (int i = 0; !word.compareAndSet(FREE, HELD); i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else if (i < YIELDS) {
                Thread.yield();
            } else if (i < PAUSES) {
                LockSupport.parkNanos(PAUSE_NS);
            } else {
                queue.unlock();
                throw new IllegalStateException("A thread has not left the session's lane");
            }
        }
    }
}
