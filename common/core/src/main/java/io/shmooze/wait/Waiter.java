// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.segment.Segment;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Waits for the peer's next event: spins as long as the budget allows, then sleeps in the doorbell. Owns this side's
 * {@link EventCount} and its {@link SpinBudget}. For several threads at the same time.
 *
 * <p>With {@link io.shmooze.WaitStrategy#SPINNING} it ends each wait before it sleeps, so the epoch stays 0. A side may
 * promise that to its peer, which then does not look at the epoch.
 */
public final class Waiter {
    private static final int SPINS_BETWEEN_CLOCKS = 16;
    private static final long CAUGHT = -1;
    /** How long a spinning thread waits for plenty; then it takes what there is. */
    private static final long PLENTY_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Segment segment;
    private final EventCount events;
    private final Doorbell doorbell;
    private final SpinBudget budget;
    /** Null for nothing. */
    private final Runnable beforeSleep;
    /** For the session's own thread. */
    private long listenedToNs = System.nanoTime();

    /**
     * Starts without waiting threads.
     *
     * @param segment the memory
     * @param events on this side's line
     * @param doorbell rung by the peer
     * @param budget how long to spin first
     */
    public Waiter(Segment segment, EventCount events, Doorbell doorbell, SpinBudget budget) {
        this(segment, events, doorbell, budget, null);
    }

    /**
     * Starts without waiting threads.
     *
     * @param segment the memory
     * @param events on this side's line
     * @param doorbell rung by the peer
     * @param budget how long to spin first
     * @param beforeSleep run by each thread before it sleeps; null for nothing
     */
    public Waiter(Segment segment, EventCount events, Doorbell doorbell, SpinBudget budget, Runnable beforeSleep) {
        this.beforeSleep = beforeSleep;
        this.segment = segment;
        this.events = events;
        this.doorbell = doorbell;
        this.budget = budget;
    }

    /**
     * Waits for the event. For any thread.
     *
     * @param available looks for the event; called often, and again after the peer has hung up
     * @param deadlineNs on the {@code System.nanoTime} clock
     * @return true if the event is there; false if the time is over or the peer has hung up
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean await(BooleanSupplier available, long deadlineNs) throws InterruptedException {
        return await(available, available, null, deadlineNs);
    }

    /**
     * The same for an event of which more than enough may come: while the thread spins it waits for plenty, and while
     * it sleeps, until the peer has reached a position. In between it takes what there is.
     *
     * @param plenty looks for as much as is worth a wait; implies that the event is there
     * @param available looks for the event; called often, and again after the peer has hung up
     * @param position the one that the peer is to reach before it wakes this thread, looked up before each sleep; null
     *     for any
     * @param deadlineNs on the {@code System.nanoTime} clock
     * @return true if the event is there; false if the time is over or the peer has hung up
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean await(BooleanSupplier plenty, BooleanSupplier available, LongSupplier position, long deadlineNs)
            throws InterruptedException {
        if (plenty.getAsBoolean()) {
            // Before the spin, because this teaches the budget nothing.
            return true;
        }
        long beganNs = System.nanoTime();
        long spunNs = spin(plenty, available, beganNs, deadlineNs);
        if (spunNs == CAUGHT) {
            return available.getAsBoolean();
        }
        while (!doorbell.isHungUp() && System.nanoTime() - deadlineNs < 0) {
            beginSleep();
            long seen = doorbell.bells();
            long awaited = position == null ? 0 : position.getAsLong();
            events.arm(awaited);
            try {
                if (available.getAsBoolean()) {
                    return true;
                }
                segment.probe();
                doorbell.sleep(seen, deadlineNs);
            } finally {
                events.disarm(awaited);
            }
            if (available.getAsBoolean()) {
                budget.slept(spunNs, System.nanoTime() - beganNs);
                return true;
            }
        }
        return available.getAsBoolean();
    }

    /**
     * Waits until the event, a bell or the end; the caller finds out which it was. For the session's own thread.
     *
     * @param available looks for the event; called often
     * @param beforeWait is told the time before this thread waits; {@link #listenedToNs} is then still of the last wait
     */
    public void listen(BooleanSupplier available, LongConsumer beforeWait) {
        if (available.getAsBoolean()) {
            return;
        }
        long beganNs = System.nanoTime();
        // Not after the wait, because the message that it waited for would be late.
        beforeWait.accept(beganNs);
        listenedToNs = beganNs;
        long spunNs = spinUninterrupted(available, beganNs);
        if (spunNs == CAUGHT) {
            return;
        }
        beginSleep();
        long seen = doorbell.bells();
        doorbell.addInterest();
        events.arm();
        try {
            if (!available.getAsBoolean()) {
                segment.probe();
                doorbell.listen(seen);
                listenedToNs = System.nanoTime();
                budget.slept(spunNs, listenedToNs - beganNs);
            }
        } finally {
            events.disarm();
            doorbell.removeInterest();
        }
    }

    /**
     * When the last {@link #listen} stopped waiting, or a moment earlier: the last time that it knew. For the session's
     * own thread.
     *
     * @return on the {@code System.nanoTime} clock
     */
    public long listenedToNs() {
        return listenedToNs;
    }

    /**
     * See {@link EventCount#arm(long)}; for an owner that looks again at each bell instead of waiting here.
     *
     * @param position that the peer is to reach
     */
    public void arm(long position) {
        doorbell.addInterest();
        events.arm(position);
    }

    /**
     * See {@link EventCount#rearm}.
     *
     * @param before as there
     * @param position as there
     */
    public void rearm(long before, long position) {
        events.rearm(before, position);
    }

    /**
     * See {@link EventCount#disarm(long)}.
     *
     * @param position as there
     */
    public void disarm(long position) {
        events.disarm(position);
        doorbell.removeInterest();
    }

    /** Returns {@link #CAUGHT}, or the nanoseconds that were spent in vain. */
    private long spin(BooleanSupplier plenty, BooleanSupplier available, long beganNs, long deadlineNs)
            throws InterruptedException {
        long budgetNs = Math.min(budget.ns(), deadlineNs - beganNs);
        long spunNs = 0;
        while (spunNs < budgetNs) {
            if (spinOnce(spunNs < PLENTY_NS ? plenty : available)) {
                budget.caught();
                return CAUGHT;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            spunNs = yieldAndSum(spunNs, beganNs);
        }
        return isThere(available, spunNs) ? CAUGHT : spunNs;
    }

    private long spinUninterrupted(BooleanSupplier available, long beganNs) {
        long budgetNs = budget.ns();
        long spunNs = 0;
        while (spunNs < budgetNs) {
            if (spinOnce(available)) {
                budget.caught();
                return CAUGHT;
            }
            spunNs = yieldAndSum(spunNs, beganNs);
            listenedToNs = beganNs + spunNs;
        }
        return isThere(available, spunNs) ? CAUGHT : spunNs;
    }

    /** Returns how long the wait has taken. If others had the processor for long, that is the end of the spin. */
    private long yieldAndSum(long spunNs, long beganNs) {
        if (spunNs >= budget.aloneNs()) {
            Thread.yield();
        }
        return System.nanoTime() - beganNs;
    }

    /** After the spin: an event that came while others had the processor came as late as after a sleep. */
    private boolean isThere(BooleanSupplier available, long spunNs) {
        boolean there = available.getAsBoolean();
        if (there && spunNs > 0) {
            budget.slept(spunNs, spunNs);
        }
        return there;
    }

    private boolean spinOnce(BooleanSupplier available) {
        for (int i = 0; i < SPINS_BETWEEN_CLOCKS; i++) {
            if (available.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return doorbell.isHungUp();
    }

    private void beginSleep() {
        if (beforeSleep != null) {
            beforeSleep.run();
        }
    }
}
