// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Segment;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * The waiting side of one of this process's two semaphores: one counts messages that arrived, the other room that the
 * peer made. Its count is not stored: it is what the lane's positions say. What is stored is an epoch, on this side's
 * own line, odd while somebody here sleeps.
 *
 * <p><b>No lost wake-up.</b> The sleeper stores an odd epoch, then a full fence, then looks at the lane. The peer
 * stores to the lane, then a full fence, then looks at the epoch ({@link PeerSemaphore#post}). Of two stores each
 * followed by a fence and a load of the other, at least one load sees the other's store (Dekker): either the sleeper
 * finds the lane changed and does not sleep, or the peer finds the epoch odd and rings.
 */
public final class Semaphore {
    private static final int SPINS_BETWEEN_CLOCKS = 64;

    private final Segment segment;
    private final int epochOffset;
    private final Doorbell doorbell;
    private final SpinBudget budget;
    private int waiters;
    private int epoch;

    /**
     * At rest.
     *
     * @param segment the memory
     * @param epochOffset the epoch on this side's line
     * @param doorbell what the peer rings
     * @param budget how long to spin first
     */
    public Semaphore(Segment segment, int epochOffset, Doorbell doorbell, SpinBudget budget) {
        this.segment = segment;
        this.epochOffset = epochOffset;
        this.doorbell = doorbell;
        this.budget = budget;
    }

    /**
     * Waits, for any thread.
     *
     * @param available looks at the lane; called often
     * @param deadlineNs on the {@code System.nanoTime} clock
     * @return true if available; false if the time is over or the peer has hung up
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean acquire(BooleanSupplier available, long deadlineNs) throws InterruptedException {
        long beganNs = System.nanoTime();
        if (spin(available, beganNs, deadlineNs)) {
            return available.getAsBoolean();
        }
        while (!doorbell.isHungUp() && System.nanoTime() - deadlineNs < 0) {
            long seen = doorbell.bells();
            arm();
            try {
                if (available.getAsBoolean()) {
                    return true;
                }
                segment.probe();
                doorbell.sleep(seen, deadlineNs);
            } finally {
                disarm();
            }
            if (available.getAsBoolean()) {
                budget.slept(System.nanoTime() - beganNs);
                return true;
            }
        }
        return available.getAsBoolean();
    }

    /**
     * Waits, for the session's own thread, until available, a bell, or the end: the caller looks what it was.
     *
     * @param available looks at the lane; called often
     */
    public void listen(BooleanSupplier available) {
        long beganNs = System.nanoTime();
        if (spinUninterrupted(available, beganNs)) {
            return;
        }
        long seen = doorbell.bells();
        arm();
        try {
            if (!available.getAsBoolean()) {
                segment.probe();
                doorbell.listen(seen);
                budget.slept(System.nanoTime() - beganNs);
            }
        } finally {
            disarm();
        }
    }

    /** Tells the peer to ring at its next step. Full fence: the caller's next look at the lane comes after. */
    public synchronized void arm() {
        waiters++;
        rearm();
    }

    /** Tells the peer to ring again, by a new odd epoch, after it has rung for the last one. */
    public synchronized void rearm() {
        epoch = epoch + 2 | 1;
        segment.putIntRelease(epochOffset, epoch);
        VarHandle.fullFence();
        FailPoint.AFTER_ARM.reached();
    }

    /** One sleeper less; with the last one the peer is told that it need not ring. */
    public synchronized void disarm() {
        if (--waiters == 0) {
            epoch++;
            segment.putIntRelease(epochOffset, epoch);
        }
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
