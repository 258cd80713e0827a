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
 * <p>Bytes are hints. A sleeper has told the peer so by its {@link EventCount} before, and looks again after every
 * wake-up; a byte too many costs time, a byte too few cannot be, because the count of bells is read before telling
 * the peer.
 *
 * <p><b>Who reads.</b> One thread at a time. The session's own thread reads itself ({@link #listen}). Another thread
 * that sleeps waits for the reader to tell it; if there is no reader, because the session's thread is in a callback
 * or spins, a stand-in is started, which reads one bell and ends.
 */
public final class Doorbell {
    /** How long a sleeper waits for the session's thread to become the reader before it starts a stand-in. */
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
    /** Bytes read; owned by the reader. */
    private long heard;
    /** Null until somebody wants to know. */
    private volatile LongConsumer guard;

    /**
     * Takes over the wire.
     *
     * @param wire closed by {@link #close}
     * @param name of the session's threads
     */
    public Doorbell(BellWire wire, String name) {
        this.wire = wire;
        this.name = name;
    }

    /**
     * Has every bell counted by somebody who knows how many a decent peer would ring.
     *
     * @param newGuard gets the number of bells heard since the beginning, on the thread that heard the last one
     */
    public void guard(LongConsumer newGuard) {
        guard = newGuard;
    }

    /** Wakes the peer. Never blocks: when the wire is full, the peer has bells enough. */
    public void ring() {
        if (wire.ring()) {
            rung.increment();
        }
    }

    /**
     * How many bells have rung here; to be read before telling the peer that this side sleeps.
     *
     * @return a count that only grows
     */
    public long bells() {
        return bells;
    }

    /**
     * Whether the peer has closed its end or died, or {@link #close} was called. Whatever the peer wrote to the
     * segment before is then visible.
     *
     * @return true once nothing more can ring
     */
    public boolean isHungUp() {
        return hungUp;
    }

    /**
     * Sleeps until a bell rings. For the session's own thread only, which becomes the reader.
     *
     * @param seen the count of bells the caller knows
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
     * Sleeps until a bell rings. For any thread.
     *
     * @param seen the count of bells the caller knows
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
                    // No thread to be had: the caller looks again by itself, and comes back here.
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

    /** Starts a thread that reads all bells until the end, for a session's thread that never sleeps. */
    public void startReader() {
        lock.lock();
        try {
            if (!reading && !hungUp && !start(this::readUntilEnd)) {
                throw new OutOfMemoryError("No thread to be had for the doorbell");
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Bells sent to the peer.
     *
     * @return a count
     */
    public long rungCount() {
        return rung.sum();
    }

    /**
     * Times a thread went to sleep.
     *
     * @return a count
     */
    public long sleepCount() {
        return sleeps.sum();
    }

    /** Hangs up: wakes everybody here, and the peer reads end-of-file. */
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

    /** Reads what has rung, or the end; then this thread is the reader no more, unless it goes on. */
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
