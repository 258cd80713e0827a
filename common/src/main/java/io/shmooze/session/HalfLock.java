// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The queue of a {@link LaneLock}. */
final class HalfLock extends ReentrantLock {
    private static final long serialVersionUID = 1;

    /** Together long after a thread that can go on has let go of a link whose peer has hung up. */
    private static final int DETACH_TRIES = 50;
    private static final long DETACH_TRY_MS = 100;

    /** Even if the error of a truncated segment strikes just here. */
    @Override
    public void unlock() {
        try {
            super.unlock();
        } catch (InternalError e) {
            if (isHeldByCurrentThread()) {
                super.unlock();
            }
            throw e;
        }
    }

    /** Waits for the lock; false if the time is over. */
    boolean tryLockUntil(long deadlineNs) throws InterruptedException {
        return tryLock() || tryLock(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /**
     * Takes the lock in order to take the link away. The error of a truncated segment can strike a thread between
     * taking the lock and the code that gives it back; the session must end nevertheless. Counts short waits, because a
     * stopped process cannot tell how long its threads have had.
     *
     * @param inCallback whether the holder is in the application's code, which may take any time
     * @throws IllegalStateException if nobody gives the lock back
     */
    void lockToDetach(BooleanSupplier inCallback) {
        boolean interrupted = false;
        boolean locked = tryLock();
        for (int tries = 0; !locked && tries < DETACH_TRIES; tries = inCallback.getAsBoolean() ? 0 : tries + 1) {
            try {
                locked = tryLock(DETACH_TRY_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!locked) {
            throw new IllegalStateException("A thread has not given the session's lock back: " + this);
        }
    }
}
