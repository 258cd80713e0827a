// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import io.shmooze.Peer;
import io.shmooze.jfr.FlightRecord;
import io.shmooze.jfr.SleepEvent;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Wakes the peer, and lets threads here sleep until the peer wakes them or is gone. Owns the {@link BellWire}. Its two
 * kinds differ in which thread reads the wire.
 *
 * <p>Bells are hints. Before a thread sleeps, it tells the peer by its {@link EventCount}, and it looks again after
 * every wake-up. A bell too many costs only time. A bell too few is impossible, because the thread reads the count of
 * bells before it tells the peer: whichever thread reads the bell that the peer then sends raises the count, and wakes
 * all threads that sleep.
 */
public abstract class Doorbell {
    final BellWire wire;
    final ReentrantLock lock = new ReentrantLock();
    /** Signalled at each bell, and whenever a sleeper has to look again. */
    final Condition changed = lock.newCondition();

    private final LongAdder sleeps = new LongAdder();
    private final LongAdder rung = new LongAdder();
    private volatile long bells;
    private volatile boolean hungUp;
    /** How many bells were read; written under the lock. */
    private volatile long heard;
    /** Where tools are shown the counts; null if they are not shown. */
    private Segment shown;
    private int shownLine;
    /** Null until {@link #describe} is called. */
    private volatile String channel;
    private volatile Peer peer;
    /** Null until {@link #guard} is called. */
    private volatile LongConsumer guard;

    Doorbell(BellWire wire) {
        this.wire = wire;
    }

    /**
     * Takes over the wire.
     *
     * @param wire closed by {@link #close}
     * @param name the beginning of its threads' names
     * @param polled whether the application's threads wait for messages, and not the session's own thread
     * @return with nobody asleep
     */
    public static Doorbell open(BellWire wire, String name, boolean polled) {
        return polled ? new PollingDoorbell(wire) : new ListeningDoorbell(wire, name);
    }

    /**
     * Sets a check of the number of bells, against a peer that floods this side with them.
     *
     * @param newGuard gets the number of bells since the beginning, on the thread that has read the last one
     */
    public final void guard(LongConsumer newGuard) {
        guard = newGuard;
    }

    /**
     * From now on tools are shown how often this side sleeps and rings. To be called before other threads use it.
     *
     * @param segment the memory
     * @param line of this side
     */
    public final void showCounts(Segment segment, int line) {
        shownLine = line;
        shown = segment;
    }

    /**
     * Says whose doorbell this is, for the Flight Recorder.
     *
     * @param ofChannel of the session
     * @param with the process at the other end
     */
    public final void describe(String ofChannel, Peer with) {
        channel = ofChannel;
        peer = with;
    }

    /** Wakes the peer. Never blocks: a full wire holds bells enough to wake the peer. */
    public final void ring() {
        if (wire.ring()) {
            rung.increment();
            show(SegmentDescriptor.BELLS_OFFSET);
        }
    }

    /**
     * Wakes the threads that sleep here, as a bell would. For any thread, after it has stored what they are to find.
     */
    public final void wake() {
        lock.lock();
        try {
            bells++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        wire.wakeBellWaiter();
    }

    /**
     * Counts how often bells or the end were read here, and calls of {@link #wake}. To be called before telling the
     * peer that this side sleeps.
     *
     * @return a count that only grows
     */
    public final long bells() {
        return bells;
    }

    /**
     * Whether the peer has closed its end or died, or {@link #close} was called. If the peer has, everything that it
     * wrote to the segment is visible to the caller.
     *
     * @return true once no more bells can ring
     */
    public final boolean isHungUp() {
        return hungUp;
    }

    /**
     * Sleeps until the end comes, or until a bell rings in which the session's own thread has an interest. For that
     * thread only. May return earlier.
     *
     * @param seen the result of {@link #bells} before the caller told the peer
     */
    public final void listen(long seen) {
        SleepEvent event = FlightRecord.sleep();
        awaitInterest(seen);
        if (event != null) {
            event.finish(channel, peer, true);
        }
    }

    /** See {@link #listen}. */
    abstract void awaitInterest(long seen);

    /**
     * Sleeps until a bell rings, the end comes or the time is over. May return earlier. For any thread.
     *
     * @param seen the result of {@link #bells} before the caller told the peer
     * @param deadlineNs on the {@code System.nanoTime} clock
     * @throws InterruptedException if the thread is interrupted
     */
    public final void sleep(long seen, long deadlineNs) throws InterruptedException {
        SleepEvent event = FlightRecord.sleep();
        try {
            awaitBell(seen, deadlineNs);
        } finally {
            if (event != null) {
                event.finish(channel, peer, SessionThread.isCurrent());
            }
        }
    }

    /** See {@link #sleep}. */
    abstract void awaitBell(long seen, long deadlineNs) throws InterruptedException;

    /**
     * Lets each bell end the session's own thread's {@link #listen}, until {@link #removeInterest} is called as often
     * as this. To be called before telling the peer. For any thread. With a listener that thread always has an
     * interest.
     */
    public abstract void addInterest();

    /** Takes one {@link #addInterest} back. */
    public abstract void removeInterest();

    /** Starts a thread that reads all bells until the end, for a session whose own thread has a listener and spins. */
    public abstract void startReader();

    /**
     * How many bells were sent to the peer.
     *
     * @return a count
     */
    public final long rungCount() {
        return rung.sum();
    }

    /**
     * How often a thread of this side went to sleep.
     *
     * @return a count
     */
    public final long sleepCount() {
        return sleeps.sum();
    }

    /** Hangs up: wakes all sleepers here, and the peer reads end-of-file. */
    public final void close() {
        wire.close();
        lock.lock();
        try {
            hungUp = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells the peer that this side does not use the segment any more. To be called after {@link #close}. */
    public final void release() {
        wire.release();
    }

    /**
     * Waits until the peer does not use the segment any more, and gives back all that the doorbell still has. To be
     * called last, by one thread.
     *
     * @param timeoutNs how long at most; 0 for not at all
     * @return false if the peer may still use it
     */
    public final boolean awaitRelease(long timeoutNs) {
        return wire.awaitRelease(timeoutNs);
    }

    final boolean mustWait(long seen) {
        return bells == seen && !hungUp;
    }

    final void countSleep() {
        sleeps.increment();
        show(SegmentDescriptor.SLEEPS_OFFSET);
    }

    /** A bell and a sleep each take a call of the system, so this is nothing beside them. */
    private void show(int count) {
        if (shown != null) {
            shown.count(shownLine + count);
        }
    }

    /** Counts what was read, bells or {@link BellWire#END}, and wakes the sleepers. The caller holds the lock. */
    final void count(int read) {
        heard += Math.max(read, 0);
        hungUp |= read == BellWire.END;
        bells++;
        changed.signalAll();
    }

    /** To be called after {@link #count}, without the lock: the guard may close the doorbell. */
    final void check() {
        LongConsumer counted = guard;
        if (counted != null) {
            counted.accept(heard);
        }
    }

    static SessionThread sessionThread() {
        if (Thread.currentThread() instanceof SessionThread thread) {
            return thread;
        }
        throw new IllegalStateException("Only the session's own thread listens to the doorbell");
    }
}
