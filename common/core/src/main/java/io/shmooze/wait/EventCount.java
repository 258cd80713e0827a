// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Segment;
import java.lang.invoke.VarHandle;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * An event count between two processes. Owns one word of shared memory, the epoch: odd while a thread of the waiting
 * process sleeps. The count itself is not stored, because the lane's positions already tell what has happened. It may
 * own a second word, the awaited position: the least of those that the sleepers wait for.
 *
 * <p>An object serves one side. The waiting process calls {@link #arm}, {@link #rearm} and {@link #disarm}; the other
 * process calls {@link #takeWaiter} after each event.
 *
 * <p><b>No lost wake-up.</b> The waiter stores an odd epoch, executes a full fence, and then looks for the event. The
 * other side stores the event, executes a full fence, and then looks at the epoch. If two sides each store, execute a
 * fence, and then load what the other stores, at least one of the loads sees the other's store (Dekker). So either the
 * waiter finds the event and does not sleep, or the other side finds the epoch odd and wakes it.
 *
 * <p>The same holds for a waiter that gives a position. It stores the position before the epoch, which has release
 * order, and the other side loads the epoch, with acquire order, before the position. So a side that sees the epoch
 * sees this position or one that was stored later. While the waiter sleeps, each position that is stored is the least
 * of several, its own among them. So the other side does not find the position too far when it has reached the
 * waiter's. A wake-up for a lesser position wakes every sleeper, and each asks again.
 */
public final class EventCount {
    private static final int NO_POSITION = -1;

    private final Segment segment;
    private final int epochOffset;
    private final int positionOffset;
    /** What each sleeper of the waiting side waits for; guarded by this object. */
    private final Queue<Long> awaited = new PriorityQueue<>();
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
        this(segment, epochOffset, NO_POSITION);
    }

    /**
     * Starts without waiters, which wait for positions.
     *
     * @param segment the memory
     * @param epochOffset of the epoch, a word that only the waiting side writes
     * @param positionOffset of the awaited position, another such word
     */
    public EventCount(Segment segment, int epochOffset, int positionOffset) {
        this.segment = segment;
        this.epochOffset = epochOffset;
        this.positionOffset = positionOffset;
    }

    /** Asks the other side to wake this one at its next event. Full fence: the caller then looks for the event. */
    public void arm() {
        arm(0);
    }

    /**
     * The same for an event that has a position.
     *
     * @param position until the other side has reached it, it need not wake this one; it must be one that the other
     *     side reaches though this one sleeps
     */
    public synchronized void arm(long position) {
        awaited.add(position);
        ask();
    }

    /**
     * Asks again, by a new odd epoch, after the other side has woken this one for the last epoch.
     *
     * @param before the position of {@link #arm} or of the last call of this method
     * @param position the one to wait for now
     */
    public synchronized void rearm(long before, long position) {
        awaited.remove(before);
        awaited.add(position);
        ask();
    }

    private void ask() {
        storeLeast();
        epoch = epoch + 2 | 1;
        segment.putIntRelease(epochOffset, epoch);
        VarHandle.fullFence();
        FailPoint.AFTER_ARM.reached();
    }

    /** Ends what {@link #arm()} began. */
    public void disarm() {
        disarm(0);
    }

    /**
     * Ends what {@link #arm(long)} began; the last sleeper makes the epoch even.
     *
     * @param position of the last call of {@link #arm(long)} or {@link #rearm}
     */
    public synchronized void disarm(long position) {
        awaited.remove(position);
        if (awaited.isEmpty()) {
            epoch++;
            segment.putIntRelease(epochOffset, epoch);
        } else {
            storeLeast();
        }
    }

    private void storeLeast() {
        if (positionOffset != NO_POSITION) {
            segment.putLongRelease(positionOffset, awaited.element());
        }
    }

    /**
     * Whether the other process sleeps and has not been woken for this epoch; the caller then wakes it. Executes a full
     * fence between the caller's store of the event and the look at the epoch.
     *
     * @return true once for each epoch; if several threads call this at the same time, true for one or more of them
     */
    public boolean takeWaiter() {
        return takeWaiter(Long.MAX_VALUE);
    }

    /**
     * The same for events that have positions.
     *
     * @param reached how far this side has come; a process that waits for a later position sleeps on
     * @return as {@link #takeWaiter()}
     */
    public boolean takeWaiter(long reached) {
        VarHandle.fullFence();
        return takeWaiterUnfenced(reached);
    }

    /**
     * The same as {@link #takeWaiter()} without the fence. It may miss a process that is just falling asleep, so the
     * caller calls {@link #takeWaiter()} later.
     *
     * @return as {@link #takeWaiter()}
     */
    public boolean takeWaiterUnfenced() {
        return takeWaiterUnfenced(Long.MAX_VALUE);
    }

    /**
     * The same as {@link #takeWaiter(long)} without the fence.
     *
     * @param reached how far this side has come
     * @return as {@link #takeWaiterUnfenced()}
     */
    public boolean takeWaiterUnfenced(long reached) {
        int seen = segment.getIntAcquire(epochOffset);
        if ((seen & 1) == 0 || seen == takenEpoch || isTooFar(reached)) {
            return false;
        }
        takenEpoch = seen;
        return true;
    }

    /** A value that a hostile process stores decides only when that process is woken. */
    private boolean isTooFar(long reached) {
        return positionOffset != NO_POSITION && segment.getLongAcquire(positionOffset) > reached;
    }
}
