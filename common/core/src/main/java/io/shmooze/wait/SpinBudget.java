// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.WaitStrategy;

/**
 * How long to spin before sleeping. The adaptive budget grows when a sleep was so short that spinning would have caught
 * the event, and shrinks to nothing when events come too seldom. This is the halt-polling algorithm of Linux KVM
 * (Documentation/virt/kvm/halt-polling.rst), with one addition. Unlike a halted CPU, two processes can wait for each
 * other: if both sleep, each waits for as long as it takes to wake the other, and neither learns that spinning pays. So
 * a budget that has shrunk to nothing allows a trial from time to time.
 *
 * <p>Several threads use it without a lock: the budget is a hint, and a lost update costs only a little time.
 */
public final class SpinBudget {
    /**
     * Longer than it takes to wake a sleeper on a virtual machine (some 50 us); otherwise the budget would never grow.
     */
    private static final long MAX_NS = 200_000;
    private static final long FIRST_NS = 10_000;
    private static final int WAITS_BETWEEN_TRIALS = 8;

    private final boolean adaptive;
    private long budgetNs;
    private int waits;

    /**
     * A budget for one event count.
     *
     * @param strategy how to wait; on a single CPU only SPINNING spins, because the peer could not run meanwhile
     */
    public SpinBudget(WaitStrategy strategy) {
        boolean alone = Runtime.getRuntime().availableProcessors() == 1;
        this.adaptive = strategy == WaitStrategy.ADAPTIVE && !alone;
        this.budgetNs = strategy == WaitStrategy.SPINNING ? Long.MAX_VALUE : adaptive ? MAX_NS : 0;
    }

    /**
     * How long to spin now. To be called once for each wait.
     *
     * @return nanoseconds; {@code Long.MAX_VALUE} to spin for ever
     */
    public long ns() {
        boolean trial = adaptive && budgetNs == 0 && ++waits % WAITS_BETWEEN_TRIALS == 0;
        return trial ? MAX_NS : budgetNs;
    }

    /** To be called when spinning has caught the event. */
    public void caught() {
        if (adaptive && budgetNs == 0) {
            budgetNs = MAX_NS;
        }
    }

    /**
     * To be called after a wait that had to sleep.
     *
     * @param waitedNs nanoseconds from the beginning of the spin to the event
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
