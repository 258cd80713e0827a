// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.WaitStrategy;

/**
 * How long to spin before sleeping. Owns what the waits so far have taught: the budget, and when to try spinning again
 * where it did not pay. It follows the halt-polling algorithm of Linux KVM
 * (Documentation/virt/kvm/halt-polling.rst): after a sleep that was short enough to spin instead, the next wait spins;
 * after a wait that was long, the budget is halved.
 *
 * <p>It adds one case. If the peer waits for the very processor on which this thread spins, the event comes soon after
 * this thread has gone to sleep, and each longer spin would only delay it. Linux moves one of the two to an idle
 * processor when it has found both ready to run at many ticks of its clock, so spinning goes on for a tenth of a
 * second. If that was in vain, there is no idle processor: all spinning ends, and such trials become rarer and rarer.
 *
 * <p>Several threads use it without a lock: the budget is a hint, and a lost update costs only a little time.
 */
public final class SpinBudget {
    /** Longer than it takes to wake a sleeper on a virtual machine (some 50 us); otherwise no trial would pay. */
    private static final long MAX_NS = 200_000;
    private static final long FIRST_NS = 10_000;
    /** A longer sleep says nothing about spinning. */
    private static final long PAUSE_NS = 2 * MAX_NS;
    /** So much spinning in vain is one trial. */
    private static final long TRIAL_NS = 100_000_000;
    /** How long to sleep after the first trial in vain, twice as long after each one that follows, and at most. */
    private static final long FIRST_SLEEP_NS = TRIAL_NS;
    private static final int MOST_DOUBLINGS = 7;
    /** So many events, caught without a spin in vain between them, prove that spinning pays. */
    private static final int PROOF = 64;

    private final boolean adaptive;
    private final boolean endless;
    private long budgetNs;
    /** Time of spinning in vain in this trial. */
    private long vainNs;
    /** Trials in vain since the last proof. */
    private int failures;
    /** Events caught since the last spin in vain. */
    private int catches;
    /** The time slept since the last trial. */
    private long sleptNs;

    /**
     * A budget for one event count.
     *
     * @param strategy how to wait; on a single CPU only SPINNING spins, because the peer could not run meanwhile
     */
    public SpinBudget(WaitStrategy strategy) {
        boolean alone = Runtime.getRuntime().availableProcessors() == 1;
        this.adaptive = strategy == WaitStrategy.ADAPTIVE && !alone;
        this.endless = strategy == WaitStrategy.SPINNING;
        this.budgetNs = endless ? Long.MAX_VALUE : adaptive ? MAX_NS : 0;
    }

    /**
     * How long to spin now.
     *
     * @return nanoseconds; {@code Long.MAX_VALUE} to spin for ever
     */
    public long ns() {
        return budgetNs;
    }

    /**
     * Whether a thread spins until the event comes.
     *
     * @return true with SPINNING
     */
    public boolean isEndless() {
        return endless;
    }

    /** To be called when spinning has caught the event. */
    public void caught() {
        if (adaptive) {
            budgetNs = MAX_NS;
            if (++catches == PROOF) {
                vainNs = 0;
                failures = 0;
            }
        }
    }

    /**
     * To be called after a wait that had to sleep.
     *
     * @param spunNs nanoseconds spent spinning in vain
     * @param waitedNs nanoseconds from the beginning of the spin to the event
     */
    public void slept(long spunNs, long waitedNs) {
        if (!adaptive) {
            return;
        }
        if (waitedNs - spunNs > PAUSE_NS) {
            budgetNs = budgetNs / 2 < FIRST_NS ? 0 : budgetNs / 2;
        } else if (spunNs > 0) {
            spunInVain(spunNs);
        } else {
            sleptNs += waitedNs;
            boolean due = failures == 0 || sleptNs >= FIRST_SLEEP_NS << Math.min(MOST_DOUBLINGS, failures - 1);
            budgetNs = due && waitedNs <= MAX_NS ? MAX_NS : 0;
        }
    }

    private void spunInVain(long spunNs) {
        catches = 0;
        vainNs += spunNs;
        if (vainNs >= TRIAL_NS) {
            budgetNs = 0;
            vainNs = 0;
            sleptNs = 0;
            failures++;
        }
    }
}
