// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.InterruptedSessionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Points in time on the clock of {@code System.nanoTime}, which no change of the wall clock moves. */
public final class Deadlines {
    /** Far enough, and still without overflow when subtracted. */
    private static final long FOREVER_NS = TimeUnit.DAYS.toNanos(36_500);

    private Deadlines() {
    }

    /**
     * Practically never.
     *
     * @return nanoseconds
     */
    public static long never() {
        return System.nanoTime() + FOREVER_NS;
    }

    /**
     * When a timeout that begins now ends.
     *
     * @param timeout any length; a negative one has ended already
     * @return nanoseconds
     */
    public static long after(Duration timeout) {
        boolean endless = timeout.compareTo(Duration.ofNanos(FOREVER_NS)) > 0;
        return System.nanoTime() + (endless ? FOREVER_NS : timeout.isNegative() ? 0 : timeout.toNanos());
    }

    /**
     * Whether a deadline has been reached.
     *
     * @param deadlineNs the deadline
     * @return true if it has
     */
    public static boolean isOver(long deadlineNs) {
        return System.nanoTime() - deadlineNs >= 0;
    }

    /** Turns an interrupt into the exception of the public contract and sets the thread's status again. */
    public static InterruptedSessionException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new InterruptedSessionException("The thread was interrupted while it waited for the peer", cause);
    }
}
