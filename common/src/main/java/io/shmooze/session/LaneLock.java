// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The lock of one half of a session: of its receiving end, or, as a {@link WriteLock}, of its sending end. It has two
 * parts: a queue of those who may wait (a {@link HalfLock}), and a word that says who is in the lane. Who has little to
 * do there and finds the word free takes the word alone, by one compare-and-set, and gives it back by one release
 * store: a third of what a {@code ReentrantLock} costs, whose owner and whose state are two more stores with a fence
 * each. Everybody else takes the queue first and then the word.
 *
 * <p><b>Assumptions.</b> Who took the word alone holds it for moments only, or for as long as it is in the
 * application's code, which {@code inApplication} tells.
 *
 * <p><b>Happens-before.</b> Whoever takes the word reads, by the compare-and-set, the value that the one before stored
 * with release order: so all that one did is visible.
 */
class LaneLock {
    private static final int FREE = 0;
    private static final int HELD = 1;
    private static final int SPINS = 200;
    private static final int YIELDS = 1000;
    private static final int PAUSES = 5000;
    private static final long PAUSE_NS = 1_000_000;

    private final HalfLock queue = new HalfLock();
    private final AtomicInteger word = new AtomicInteger();
    private final BooleanSupplier inApplication;

    /**
     * Free.
     *
     * @param inApplication whether the holder is in the application's code, which may take any time
     */
    LaneLock(BooleanSupplier inApplication) {
        this.inApplication = inApplication;
    }

    /** Takes the word alone, until {@link #leave}, if that needs no waiting. */
    final boolean tryEnter() {
        // Not past those in the queue, who would never get the word from a thread that comes back on and on.
        return !queue.isLocked() && word.compareAndSet(FREE, HELD);
    }

    /** Takes the word alone, until {@link #leave}, unless somebody holds it for more than a moment. */
    final boolean enter() {
        for (int i = 0; i < SPINS; i++) {
            if (tryEnter()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    /** Takes the word alone, until {@link #leave}, after whoever has it. */
    final void enterNext() {
        if (!tryEnter()) {
            lock();
            queue.unlock();
        }
    }

    final void leave() {
        word.setRelease(FREE);
    }

    /** For those who must not wait for one who waits: false if there is such a one. */
    final boolean tryLock() {
        return queue.tryLock() && takeWord(Deadlines.NEVER);
    }

    final boolean tryLockUntil(long deadlineNs) throws InterruptedException {
        return queue.tryLockUntil(deadlineNs) && takeWord(() -> deadlineNs);
    }

    final void lock() {
        queue.lock();
        takeWord(Deadlines.NEVER);
    }

    /** See {@link HalfLock#lockToDetach}. */
    final void lockToDetach() {
        queue.lockToDetach(inApplication);
        takeWord(Deadlines.NEVER);
    }

    final void unlock() {
        word.setRelease(FREE);
        queue.unlock();
    }

    /**
     * Its holder is in the midst of a short copy, or off the CPU, or in the application's code; or an error of a
     * truncated segment has struck it where it could not give the word back. Counts short waits, as {@link HalfLock}
     * does. Gives the queue back if it does not get the word.
     */
    private boolean takeWord(LongSupplier deadlineNs) {
        if (queue.getHoldCount() > 1) {
            queue.unlock();
            throw new IllegalStateException("The calling thread has claimed a place in the lane: commit that first");
        }
        for (int i = 0; i < YIELDS; i++) {
            if (word.compareAndSet(FREE, HELD)) {
                return true;
            }
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        return awaitWord(deadlineNs.getAsLong());
    }

    private boolean awaitWord(long deadlineNs) {
        boolean interrupted = false;
        boolean taken = false;
        int pauses = 0;
        while (!taken && pauses < PAUSES && !Deadlines.isOver(deadlineNs)) {
            pauses = inApplication.getAsBoolean() ? 0 : pauses + 1;
            LockSupport.parkNanos(PAUSE_NS);
            interrupted |= Thread.interrupted();
            taken = word.compareAndSet(FREE, HELD);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!taken) {
            queue.unlock();
            if (!Deadlines.isOver(deadlineNs)) {
                throw new IllegalStateException("A thread has not left the session's lane");
            }
        }
        return taken;
    }
}
