// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A wait on a monitor for a condition, with one deadline. */
final class TimedWait {
    private TimedWait() {
    }

    /**
     * Waits until the condition holds or the time is over. The caller holds the monitor, and each change of the
     * condition notifies it.
     */
    static void until(Object monitor, BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        long remainingNs = timeout.toNanos();
        while (!condition.getAsBoolean() && remainingNs > 0) {
            // One more, because 0 would wait for ever.
            monitor.wait(remainingNs / 1_000_000 + 1);
            remainingNs = deadlineNs - System.nanoTime();
        }
    }
}
