// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageKind;
import io.shmooze.jfr.FlightRecord;
import io.shmooze.jfr.SlowCallbackEvent;
import io.shmooze.wait.Waiter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Notices callbacks that take long, for the Flight Recorder and for the log. Owns whether each callback is timed, and
 * when the session's own thread last knew the time.
 *
 * <p><b>Costs.</b> To read the clock for each message would take a tenth of a conversation's time. So callbacks are
 * timed one by one only if a recording wants the slow ones, or if the last ones were so slow that it does not matter.
 * Otherwise the session's own thread uses what it knows: when it has begun to wait and when it has stopped, which the
 * wait has read for itself. While it need not wait, it reads the clock once for 64 messages.
 *
 * <p>The log is for sessions with a listener. A callback that never returns is not logged, because the only thread that
 * knows of it is the one that runs it. Guarded by the session's read lock; {@link #began}, {@link #passed}, {@link
 * #accept} and {@link #waited} are for the session's own thread, which is then the only one that reads.
 */
final class CallbackClock implements LongConsumer {
    /** A callback that takes longer is logged. */
    static final long SLOW_NS = TimeUnit.SECONDS.toNanos(1);
    /** After so long a time for a few messages, each is timed. */
    static final long EXACT_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** So many messages are handed over before the clock is read. */
    static final int UNTIMED = 64;

    private final CurrentAttachment current;
    private final LimitedLog log;
    private final LongSupplier clock;
    /** Whether each callback is timed, for a recording or for the log. */
    private boolean timing;
    private boolean recorded;
    private boolean exact;
    /** Of the callback that runs; null if nobody records it. */
    private SlowCallbackEvent event;
    private long beganNs;
    /** In which the session's own thread waits between passes; null before it has begun to. */
    private Waiter arrivals;
    private long knownNs;
    private int untimed;

    CallbackClock(CurrentAttachment current, LongSupplier clock) {
        this.current = current;
        this.log = new LimitedLog(current);
        this.clock = clock;
        this.knownNs = clock.getAsLong();
    }

    /** To be called before each pass of messages. */
    void beginPass() {
        recorded = FlightRecord.timesCallbacks();
        timing = recorded || exact;
    }

    /** Whether {@link #begin} and {@link #end} have anything to do in this pass. */
    boolean isTiming() {
        return timing;
    }

    /** To be called before each callback. */
    void begin() {
        if (timing) {
            event = recorded ? FlightRecord.callback() : null;
            beganNs = clock.getAsLong();
        }
    }

    /** To be called after each callback. */
    void end(MessageKind kind, int length) {
        if (!timing) {
            return;
        }
        if (event != null) {
            event.finish(current.channel(), current.peer(), kind, length);
        }
        if (exact) {
            long nowNs = clock.getAsLong();
            logIfSlow(nowNs, nowNs - beganNs, 1);
        }
    }

    /** The session's own thread begins to serve an attachment, whose messages it waits for like this. */
    void began(Waiter waiter) {
        arrivals = waiter;
        knownNs = clock.getAsLong();
        untimed = 0;
        exact = false;
    }

    /** The session's own thread has handed over messages, and has not waited. */
    void passed(int count) {
        untimed += count;
        if (untimed >= UNTIMED) {
            accept(clock.getAsLong());
        }
    }

    /** The session's own thread knows the time, and has not waited since {@link Waiter#listenedToNs}. */
    @Override
    public void accept(long nowNs) {
        if (untimed > 0) {
            long tookNs = nowNs - idleNs();
            if (!exact) {
                logIfSlow(nowNs, tookNs, untimed);
            }
            exact = tookNs >= EXACT_NS;
            untimed = 0;
        }
        knownNs = nowNs;
    }

    private long idleNs() {
        long waitedNs = arrivals == null ? knownNs : arrivals.listenedToNs();
        return waitedNs - knownNs > 0 ? waitedNs : knownNs;
    }

    /** The session's own thread has waited elsewhere. */
    void waited(long nowNs) {
        knownNs = nowNs;
    }

    private void logIfSlow(long nowNs, long tookNs, int messages) {
        if (tookNs >= SLOW_NS) {
            log.warn(nowNs, () -> "Slow callback: the application took " + TimeUnit.NANOSECONDS.toMillis(tookNs)
                    + " ms for " + (messages == 1 ? "1 message" : messages + " messages")
                    + ", and the peer waits meanwhile");
        }
    }
}
