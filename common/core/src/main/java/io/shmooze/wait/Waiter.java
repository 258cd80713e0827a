// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.segment.Segment;
import java.util.function.BooleanSupplier;

/**
 * Waits for the peer's next event: spins as long as the budget allows, then sleeps in the doorbell. Owns this side's
 * {@link EventCount} and its {@link SpinBudget}. For several threads at the same time.
 *
 * <p>With {@link io.shmooze.WaitStrategy#SPINNING} it ends each wait before it sleeps, so the epoch stays 0. A side may
 * promise that to its peer, which then does not look at the epoch.
 */
public final class Waiter {
    private static final int SPINS_BETWEEN_CLOCKS = 64;

    private final Segment segment;
    private final EventCount events;
    private final Doorbell doorbell;
    private final SpinBudget budget;

    /**
     * Starts without waiting threads.
     *
     * @param segment the memory
     * @param epochOffset of the epoch on this side's line
     * @param doorbell rung by the peer
     * @param budget how long to spin first
     */
    public Waiter(Segment segment, int epochOffset, Doorbell doorbell, SpinBudget budget) {
        this.segment = segment;
        this.events = new EventCount(segment, epochOffset);
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
        long beganNs = System.nanoTime();
        if (spin(available, beganNs, deadlineNs)) {
            return available.getAsBoolean();
        }
        while (!doorbell.isHungUp() && System.nanoTime() - deadlineNs < 0) {
            long seen = doorbell.bells();
            events.arm();
            try {
                if (available.getAsBoolean()) {
                    return true;
                }
                segment.probe();
                doorbell.sleep(seen, deadlineNs);
            } finally {
                events.disarm();
            }
            if (available.getAsBoolean()) {
                budget.slept(System.nanoTime() - beganNs);
                return true;
            }
        }
        return available.getAsBoolean();
    }

    /**
     * Waits until the event, a bell or the end; the caller finds out which it was. For the session's own thread.
     *
     * @param available looks for the event; called often
     */
    public void listen(BooleanSupplier available) {
        long beganNs = System.nanoTime();
        if (spinUninterrupted(available, beganNs)) {
            return;
        }
        long seen = doorbell.bells();
        events.arm();
        try {
            if (!available.getAsBoolean()) {
                segment.probe();
                doorbell.listen(seen);
                budget.slept(System.nanoTime() - beganNs);
            }
        } finally {
            events.disarm();
        }
    }

    /** See {@link EventCount#arm}; for an owner that looks again at each bell instead of waiting here. */
    public void arm() {
        events.arm();
    }

    /** See {@link EventCount#rearm}. */
    public void rearm() {
        events.rearm();
    }

    /** See {@link EventCount#disarm}. */
    public void disarm() {
        events.disarm();
    }

    private boolean spin(BooleanSupplier available, long beganNs, long deadlineNs) throws InterruptedException {
        long budgetNs = Math.min(budget.ns(), deadlineNs - beganNs);
        if (budgetNs <= 0) {
            return available.getAsBoolean();
        }
        do {
            if (spinOnce(available)) {
                budget.caught();
                return true;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        } while (System.nanoTime() - beganNs < budgetNs);
        return false;
    }

    private boolean spinUninterrupted(BooleanSupplier available, long beganNs) {
        long budgetNs = budget.ns();
        if (budgetNs <= 0) {
            return false;
        }
        do {
            if (spinOnce(available)) {
                budget.caught();
                return true;
            }
        } while (System.nanoTime() - beganNs < budgetNs);
        return false;
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
}
