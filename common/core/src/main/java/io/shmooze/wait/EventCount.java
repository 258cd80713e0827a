// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Segment;
import java.lang.invoke.VarHandle;

/**
 * An event count between two processes. Owns one word of shared memory, the epoch: odd while a thread of the waiting
 * process sleeps. The count itself is not stored, because the lane's positions already tell what has happened.
 *
 * <p>An object serves one side. The waiting process calls {@link #arm}, {@link #rearm} and {@link #disarm}; the other
 * process calls {@link #takeWaiter} after each event.
 *
 * <p><b>No lost wake-up.</b> The waiter stores an odd epoch, executes a full fence, and then looks for the event. The
 * other side stores the event, executes a full fence, and then looks at the epoch. If two sides each store, execute a
 * fence, and then load what the other stores, at least one of the loads sees the other's store (Dekker). So either the
 * waiter finds the event and does not sleep, or the other side finds the epoch odd and wakes it.
 */
public final class EventCount {
    private final Segment segment;
    private final int epochOffset;
    /** Sleepers of the waiting side; guarded by this object. */
    private int waiters;
    /** The waiting side's copy of the word; guarded by this object. */
    private int epoch;
    /** The other side's: the last epoch for which a wake-up was due. Racy: two threads may take the same waiter. */
    private int takenEpoch;

    /**
     * Starts without waiters.
     *
     * @param segment the memory
     * @param epochOffset of the epoch, a word that only the waiting side writes
     */
    public EventCount(Segment segment, int epochOffset) {
        this.segment = segment;
        this.epochOffset = epochOffset;
    }

    /** Asks the other side to wake this one at its next event. Full fence: the caller then looks for the event. */
    public synchronized void arm() {
        waiters++;
        rearm();
    }

    /** Asks again, by a new odd epoch, after the other side has woken this one for the last epoch. */
    public synchronized void rearm() {
        epoch = epoch + 2 | 1;
        segment.putIntRelease(epochOffset, epoch);
        VarHandle.fullFence();
        FailPoint.AFTER_ARM.reached();
    }

    /** Ends what {@link #arm} began; the last sleeper makes the epoch even. */
    public synchronized void disarm() {
        if (--waiters == 0) {
            epoch++;
            segment.putIntRelease(epochOffset, epoch);
        }
    }

    /**
     * Whether the other process sleeps and has not been woken for this epoch; the caller then wakes it. Executes a full
     * fence between the caller's store of the event and the look at the epoch.
     *
     * @return true once for each epoch; if several threads call this at the same time, true for one or more of them
     */
    public boolean takeWaiter() {
        VarHandle.fullFence();
        return takeWaiterUnfenced();
    }

    /**
     * The same without the fence. It may miss a process that is just falling asleep, so the caller calls {@link
     * #takeWaiter} later.
     *
     * @return as {@link #takeWaiter}
     */
    public boolean takeWaiterUnfenced() {
        int seen = segment.getIntAcquire(epochOffset);
        if ((seen & 1) == 0 || seen == takenEpoch) {
            return false;
        }
        takenEpoch = seen;
        return true;
    }
}
