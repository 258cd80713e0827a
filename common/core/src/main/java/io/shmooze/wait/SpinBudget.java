// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.WaitStrategy;

/**
 * How long to spin before sleeping. The adaptive budget grows when a sleep turned out so short that spinning would
 * have caught the event, and shrinks to nothing when events come too seldom: the halt-polling algorithm of Linux KVM
 * (Documentation/virt/kvm/halt-polling.rst). Unlike a halted CPU, two processes can wait for each other: when both
 * sleep, each waits for as long as it takes to wake the other, and neither would learn that spinning pays. So who has
 * given up spinning tries it once in a while.
 *
 * <p>Used by several threads without a lock: the budget is a hint, and a lost update costs a little time only.
 */
public final class SpinBudget {
    /** Longer than waking a sleeper takes on a virtual machine (some 50 us), or the budget would never grow. */
    private static final long MAX_NS = 200_000;
    private static final long FIRST_NS = 10_000;
    private static final int WAITS_BETWEEN_TRIALS = 8;

    private final boolean adaptive;
    private long budgetNs;
    private int waits;

    /**
     * For one semaphore.
     *
     * @param strategy how to wait; on a single CPU nothing but SPINNING spins, because nobody else could run meanwhile
     */
    public SpinBudget(WaitStrategy strategy) {
        boolean alone = Runtime.getRuntime().availableProcessors() == 1;
        this.adaptive = strategy == WaitStrategy.ADAPTIVE && !alone;
        this.budgetNs = strategy == WaitStrategy.SPINNING ? Long.MAX_VALUE : adaptive ? MAX_NS : 0;
    }

    /**
     * How long to spin now; to be asked once for each wait.
     *
     * @return nanoseconds; {@code Long.MAX_VALUE} means for ever
     */
    public long ns() {
        boolean trial = adaptive && budgetNs == 0 && ++waits % WAITS_BETWEEN_TRIALS == 0;
        return trial ? MAX_NS : budgetNs;
    }

    /** Learns that spinning has paid. */
    public void caught() {
        if (adaptive && budgetNs == 0) {
            budgetNs = MAX_NS;
        }
    }

    /**
     * Learns from one wait that had to sleep.
     *
     * @param waitedNs from the beginning of the spin to the event
     */
    public void slept(long waitedNs) {
        if (!adaptive) {
            return;
        }
        if (waitedNs > MAX_NS) {
            budgetNs = budgetNs / 2 < FIRST_NS ? 0 : budgetNs / 2;
        } else {
            budgetNs = Math.min(MAX_NS, Math.max(FIRST_NS, budgetNs * 2));
        }
    }
}
