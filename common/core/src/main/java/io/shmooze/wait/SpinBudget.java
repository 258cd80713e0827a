// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.WaitStrategy;

/**
 * How long to spin before sleeping. Owns what the waits so far have taught: the budget, and how soon to try spinning
 * again where it did not pay. It follows the halt-polling algorithm of Linux KVM
 * (Documentation/virt/kvm/halt-polling.rst): after a sleep that was short enough to spin instead, the next wait spins;
 * after a wait that was long, the budget is halved.
 *
 * <p>It adds two things. A spinning thread soon lets others run between its looks ({@link #aloneNs}): if both sides
 * share one processor, that hands it over for less than a wake-up costs. If another process has the processor then, the
 * event comes soon after this thread has gone to sleep, and spinning only delays it. So an event that comes soon after
 * a spin in vain ends all spinning, for a number of sleeps that doubles with each trial in vain. Trials are short, and
 * stay frequent, because the kernel may place either side on another processor at each wake-up.
 *
 * <p>Several threads use it without a lock: the budget is a hint, and a lost update costs only a little time.
 */
public final class SpinBudget {
    /** Longer than it takes to wake a sleeper on a virtual machine (some 50 us); otherwise no trial would pay. */
    private static final long MAX_NS = 200_000;
    private static final long FIRST_NS = 10_000;
    /** A longer sleep says nothing about spinning. */
    private static final long PAUSE_NS = 2 * MAX_NS;
    private static final int MOST_SLEEPS_BETWEEN_TRIALS = 31;
    /** Less than it takes to wake a sleeper, and more than an answer takes whose sender is awake. */
    private static final long ADAPTIVE_ALONE_NS = 1_000;
    /** A processor of its own is what SPINNING is for: to yield late makes fewer answers late. */
    private static final long SPINNING_ALONE_NS = 200_000;

    private final boolean adaptive;
    private final long aloneNs;
    private long budgetNs;
    private int sleepsBetweenTrials;
    private int sleepsToTrial;

    /**
     * A budget for one event count.
     *
     * @param strategy how to wait; on a single CPU only SPINNING spins, because the peer could not run meanwhile
     */
    public SpinBudget(WaitStrategy strategy) {
        boolean alone = Runtime.getRuntime().availableProcessors() == 1;
        this.adaptive = strategy == WaitStrategy.ADAPTIVE && !alone;
        this.aloneNs = strategy == WaitStrategy.SPINNING ? SPINNING_ALONE_NS : ADAPTIVE_ALONE_NS;
        this.budgetNs = strategy == WaitStrategy.SPINNING ? Long.MAX_VALUE : adaptive ? MAX_NS : 0;
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
     * After how long a spinning thread lets others run between its looks, because its peer may be waiting for this very
     * processor.
     *
     * @return nanoseconds
     */
    public long aloneNs() {
        return aloneNs;
    }

    /** To be called when spinning has caught the event. */
    public void caught() {
        if (adaptive && budgetNs < MAX_NS) {
            budgetNs = MAX_NS;
            sleepsBetweenTrials = 0;
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
            budgetNs = 0;
            sleepsBetweenTrials = Math.min(MOST_SLEEPS_BETWEEN_TRIALS, 2 * sleepsBetweenTrials + 1);
            sleepsToTrial = sleepsBetweenTrials;
        } else if (--sleepsToTrial <= 0 && waitedNs <= MAX_NS) {
            // Twice the time of this wait, in which the peer had this processor to itself.
            budgetNs = Math.min(MAX_NS, Math.max(FIRST_NS, 2 * waitedNs));
        }
    }
}
