// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.WaitStrategy;

/**
 * How long to spin before sleeping. The adaptive budget grows when a sleep turned out so short that spinning would
 * have caught the event, and shrinks to nothing when events come too seldom: the halt-polling algorithm of Linux KVM
 * (Documentation/virt/kvm/halt-polling.rst).
 *
 * <p>Used by several threads without a lock: the budget is a hint, and a lost update costs a little time only.
 */
public final class SpinBudget {
    /** Longer than waking a sleeper takes on a virtual machine (some 50 us), or the budget would never grow. */
    private static final long MAX_NS = 200_000;
    private static final long FIRST_NS = 10_000;

    private final boolean adaptive;
    private long budgetNs;

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
     * How long to spin now.
     *
     * @return nanoseconds; {@code Long.MAX_VALUE} means for ever
     */
    public long ns() {
        return budgetNs;
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
