// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import java.util.concurrent.TimeUnit;

/**
 * The doorbell of a session with a listener. Owns the role of the wire's one reader.
 *
 * <p><b>Who reads.</b> One thread at a time, in a blocking read. The session's own thread reads the wire itself
 * ({@link #listen}). Any other thread that sleeps waits until the reader notifies it. If there is no reader, because
 * the session's own thread runs a callback or spins, the sleeper starts a stand-in thread, which reads once and ends.
 */
final class ListeningDoorbell extends Doorbell {
    /** How long a sleeper waits for the session's own thread to become the reader before it starts a stand-in. */
    private static final long STAND_IN_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String name;
    private boolean reading;

    ListeningDoorbell(BellWire wire, String name) {
        super(wire);
        this.name = name;
    }

    @Override
    void awaitInterest(long seen) {
        SessionThread thread = sessionThread();
        lock.lock();
        try {
            while (reading && mustWait(seen)) {
                changed.awaitUninterruptibly();
            }
            if (!mustWait(seen)) {
                return;
            }
            reading = true;
        } finally {
            lock.unlock();
        }
        countSleep();
        thread.beginSleep();
        try {
            read(false);
        } finally {
            thread.endSleep();
        }
    }

    @Override
    void awaitBell(long seen, long deadlineNs) throws InterruptedException {
        countSleep();
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

    @Override
    public void addInterest() {
        // Each bell ends a read of the session's own thread.
    }

    @Override
    public void removeInterest() {
        // As above.
    }

    @Override
    public void startReader() {
        lock.lock();
        try {
            if (!reading && !isHungUp() && !start(this::readUntilEnd)) {
                throw new OutOfMemoryError("The system gives no thread for the doorbell");
            }
        } finally {
            lock.unlock();
        }
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
        while (!isHungUp()) {
            read(true);
        }
    }

    /** Reads bells or the end once. Then this thread is no longer the reader, unless it goes on. */
    private void read(boolean goesOn) {
        int read = BellWire.END;
        try {
            read = wire.read();
        } finally {
            finishReading(goesOn, read);
        }
        check();
    }

    private void finishReading(boolean goesOn, int read) {
        lock.lock();
        try {
            reading = goesOn;
            count(read);
        } finally {
            lock.unlock();
        }
    }
}
