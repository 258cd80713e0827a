// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Session;
import io.shmooze.WaitStrategy;
import io.shmooze.session.LaneLock.Attempt;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The wait for an answer. Owns nothing but the way to the parts of the session.
 *
 * <p>In a session that is polled nobody else may be reading, so the thread that waits reads the lane itself, as {@code
 * receive} does. If another thread is reading, this one is parked until that one has found the answer or leaves. In a
 * session with a listener the session's own thread reads.
 */
final class AnswerWait {
    /** How long to look for the answer before the thread is parked, because parking and waking take longer. */
    private static final long SPIN_NS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final int SPINS = 100;
    /** How long to park while another thread polls, which may not see on leaving that this one waits. */
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final SessionOptions options;
    private final ReceivingEnd receiving;
    private final ReaderQueue readers;

    AnswerWait(SessionOptions options, ReceivingEnd receiving, ReaderQueue readers) {
        this.options = options;
        this.receiving = receiving;
        this.readers = readers;
    }

    /** The end of a wait that begins now. */
    long deadlineNs() {
        Duration timeout = options.responseTimeout();
        return timeout.isZero() ? Deadlines.never() : Deadlines.after(timeout);
    }

    /**
     * Waits. Not in a callback.
     *
     * @param wakeReader wakes a thread that reads
     * @return false if the time is over
     */
    boolean await(AwaitedEnd awaited, Session session, Runnable wakeReader, long deadlineNs)
            throws InterruptedException {
        if (!options.isPolled()) {
            return spin(awaited, deadlineNs) || park(awaited, session, deadlineNs);
        }
        if (awaited.isQuestion()) {
            return readOrPark(awaited, session, deadlineNs);
        }
        awaited.whenDone(wakeReader);
        try {
            return readOrPark(awaited, session, deadlineNs);
        } finally {
            awaited.forget(wakeReader);
        }
    }

    private boolean readOrPark(AwaitedEnd awaited, Session session, long deadlineNs) throws InterruptedException {
        return receiving.readUntil(awaited, session, deadlineNs) == Attempt.LOCKED && awaited.isDone()
                || park(awaited, session, deadlineNs);
    }

    private boolean park(AwaitedEnd awaited, Session session, long deadlineNs) throws InterruptedException {
        Thread own = Thread.currentThread();
        Runnable wake = () -> LockSupport.unpark(own);
        readers.add(own);
        try {
            awaited.whenDone(wake);
            while (!awaited.isDone() && !Deadlines.isOver(deadlineNs)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Attempt attempt = options.isPolled() ? receiving.readUntil(awaited, session, deadlineNs)
                        : Attempt.QUEUED;
                if (attempt != Attempt.LOCKED) {
                    long leftNs = deadlineNs - System.nanoTime();
                    LockSupport.parkNanos(this, attempt == Attempt.ENTERED ? Math.min(leftNs, PAUSE_NS) : leftNs);
                }
            }
            return awaited.isDone();
        } finally {
            awaited.forget(wake);
            readers.remove(own);
        }
    }

    private boolean spin(AwaitedEnd awaited, long deadlineNs) {
        long beganNs = System.nanoTime();
        long budgetNs = options.waitStrategy() == WaitStrategy.BLOCKING ? 0
                : options.waitStrategy() == WaitStrategy.ADAPTIVE ? SPIN_NS : deadlineNs - beganNs;
        while (!awaited.isDone() && System.nanoTime() - beganNs < budgetNs && !Thread.currentThread().isInterrupted()) {
            for (int i = 0; i < SPINS && !awaited.isDone(); i++) {
                Thread.onSpinWait();
            }
            Thread.yield();
        }
        return awaited.isDone();
    }
}
