// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Wakes the peer, and lets threads here sleep until the peer wakes them or is gone. Owns the {@link BellWire} and the
 * role of its one reader.
 *
 * <p>Bells are hints. Before a thread sleeps, it tells the peer by its {@link EventCount}, and it looks again after
 * every wake-up. A bell too many costs only time. A bell too few is impossible, because the thread reads the count of
 * bells before it tells the peer.
 *
 * <p><b>Who reads.</b> One thread at a time. The session's own thread reads the wire itself ({@link #listen}). Any
 * other thread that sleeps waits until the reader notifies it. If there is no reader, because the session's own thread
 * runs a callback or spins, the sleeper starts a stand-in thread, which reads once and ends.
 */
public final class Doorbell {
    /** How long a sleeper waits for the session's own thread to become the reader before it starts a stand-in. */
    private static final long STAND_IN_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final BellWire wire;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LongAdder sleeps = new LongAdder();
    private final LongAdder rung = new LongAdder();

    private volatile long bells;
    private volatile boolean hungUp;
    private boolean reading;
    /** How many bells were read; owned by the reader. */
    private long heard;
    /** Null until {@link #guard} is called. */
    private volatile LongConsumer guard;

    /**
     * Takes over the wire.
     *
     * @param wire closed by {@link #close}
     * @param name the beginning of its threads' names
     */
    public Doorbell(BellWire wire, String name) {
        this.wire = wire;
        this.name = name;
    }

    /**
     * Sets a check of the number of bells, against a peer that floods this side with them.
     *
     * @param newGuard gets the number of bells since the beginning, on the thread that has read the last one
     */
    public void guard(LongConsumer newGuard) {
        guard = newGuard;
    }

    /** Wakes the peer. Never blocks: a full wire holds bells enough to wake the peer. */
    public void ring() {
        if (wire.ring()) {
            rung.increment();
        }
    }

    /**
     * Counts how often bells or the end were read here. To be called before telling the peer that this side sleeps.
     *
     * @return a count that only grows
     */
    public long bells() {
        return bells;
    }

    /**
     * Whether the peer has closed its end or died, or {@link #close} was called. If the peer has, everything that it
     * wrote to the segment is visible to the caller.
     *
     * @return true once no more bells can ring
     */
    public boolean isHungUp() {
        return hungUp;
    }

    /**
     * Sleeps until a bell rings or the end comes. For the session's own thread only, which becomes the reader.
     *
     * @param seen the result of {@link #bells} before the caller told the peer
     */
    public void listen(long seen) {
        lock.lock();
        try {
            while (reading && bells == seen && !hungUp) {
                changed.awaitUninterruptibly();
            }
            if (bells != seen || hungUp) {
                return;
            }
            reading = true;
        } finally {
            lock.unlock();
        }
        sleeps.increment();
        if (Thread.currentThread() instanceof SessionThread thread) {
            thread.withoutInterrupt(() -> read(false));
        } else {
            throw new IllegalStateException("Only the session's own thread reads the doorbell");
        }
    }

    /**
     * Sleeps until a bell rings, the end comes or the time is over. May return earlier. For any thread.
     *
     * @param seen the result of {@link #bells} before the caller told the peer
     * @param deadlineNs on the {@code System.nanoTime} clock
     * @throws InterruptedException if the thread is interrupted
     */
    public void sleep(long seen, long deadlineNs) throws InterruptedException {
        sleeps.increment();
        lock.lockInterruptibly();
        try {
            if (mustWait(seen) && !reading) {
                changed.awaitNanos(Math.min(STAND_IN_DELAY_NS, deadlineNs - System.nanoTime()));
                if (mustWait(seen) && !reading && !start(() -> read(false))) {
                    // The system gives no thread: the caller looks again by itself, and comes back here.
                    changed.awaitNanos(STAND_IN_DELAY_NS);
                }
            }
            long leftNs = deadlineNs - System.nanoTime();
            while (mustWait(seen) && reading && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Starts a thread that reads all bells until the end, for a session whose own thread never sleeps. */
    public void startReader() {
        lock.lock();
        try {
            if (!reading && !hungUp && !start(this::readUntilEnd)) {
                throw new OutOfMemoryError("The system gives no thread for the doorbell");
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many bells were sent to the peer.
     *
     * @return a count
     */
    public long rungCount() {
        return rung.sum();
    }

    /**
     * How often a thread of this side went to sleep.
     *
     * @return a count
     */
    public long sleepCount() {
        return sleeps.sum();
    }

    /** Hangs up: wakes all sleepers here, and the peer reads end-of-file. */
    public void close() {
        wire.close();
        lock.lock();
        try {
            hungUp = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean mustWait(long seen) {
        return bells == seen && !hungUp;
    }

    private boolean start(Runnable reader) {
        Thread standIn = new Thread(reader, name + "-bell");
        standIn.setDaemon(true);
        reading = true;
        try {
            standIn.start();
            return true;
        } catch (OutOfMemoryError e) {
            reading = false;
            return false;
        }
    }

    private void readUntilEnd() {
        while (!hungUp) {
            read(true);
        }
    }

    /** Reads bells or the end once. Then this thread is no longer the reader, unless it goes on. */
    private void read(boolean goesOn) {
        int count = BellWire.END;
        long total = heard;
        try {
            count = wire.read();
            total += Math.max(count, 0);
            heard = total;
        } finally {
            finishReading(goesOn, count == BellWire.END);
        }
        LongConsumer counted = guard;
        if (counted != null) {
            counted.accept(total);
        }
    }

    private void finishReading(boolean goesOn, boolean end) {
        lock.lock();
        try {
            reading = goesOn;
            hungUp |= end;
            bells++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
