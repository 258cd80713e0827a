// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.InterruptedSessionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Points in time on the clock of {@code System.nanoTime}, which changes of the wall clock do not move. Owns no state.
 */
public final class Deadlines {
    /** A hundred years: long enough, and differences of two deadlines do not overflow. */
    private static final long FOREVER_NS = TimeUnit.DAYS.toNanos(36_500);

    /** The clock; not a lambda, which takes a fresh JVM longer than a class. */
    static final LongSupplier CLOCK = new LongSupplier() {
        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    };

    private Deadlines() {
    }

    /**
     * A deadline so far away that it is never reached.
     *
     * @return the deadline
     */
    public static long never() {
        return System.nanoTime() + FOREVER_NS;
    }

    /**
     * The end of a timeout that begins now.
     *
     * @param timeout any length; a negative one has ended already
     * @return the deadline
     */
    public static long after(Duration timeout) {
        boolean endless = timeout.compareTo(Duration.ofNanos(FOREVER_NS)) > 0;
        return System.nanoTime() + (endless ? FOREVER_NS : timeout.isNegative() ? 0 : timeout.toNanos());
    }

    /**
     * Whether a deadline has been reached.
     *
     * @param deadlineNs the deadline
     * @return true if it has been reached
     */
    public static boolean isOver(long deadlineNs) {
        return System.nanoTime() - deadlineNs >= 0;
    }

    /** Turns an interrupt into the exception of the API, and sets the thread's interrupt status again. */
    public static InterruptedSessionException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new InterruptedSessionException("The thread was interrupted while it waited for the peer", cause);
    }
}
