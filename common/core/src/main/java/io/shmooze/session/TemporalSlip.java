// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets the writer of a fast one-way stream get ahead. Owns what the last passes say about the stream.
 *
 * <p>A reader that is as fast as the writer polls the very cache line that the writer is about to store, and each
 * message then moves that line to and fro. So after a short pass the reader waits for a moment; it then finds many
 * messages, in lines that the writer has left. This is the temporal slipping of J. Giacomoni, T. Moseley and M.
 * Vachharajani, "FastForward for Efficient Pipeline Parallelism: A Cache-Optimized Concurrent Lock-Free Queue", PPoPP
 * 2008.
 *
 * <p>It waits only while many messages a second come in short passes and this side sends nothing, because an answer, or
 * a message that comes alone, should not be late. Used by one thread at a time, which holds the session's read lock.
 */
final class TemporalSlip {
    /** A pass of fewer messages is short, if it also read less than this part of the lane. */
    static final int SHORT_PASS = 16;
    static final int SHORT_PART = 32;
    /** So many short passes are looked at together. */
    static final int PASSES = 64;
    /** The messages of a fast stream come at most so far apart, on average. */
    static final long FAST_NS = 500;
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(1);

    private final LongSupplier clock;
    private long position;
    private long sent;
    private int passes;
    private long received;
    private boolean timed;
    private long beganNs;
    private boolean fast;

    /**
     * Starts with a fresh lane.
     *
     * @param clock {@code System::nanoTime}, except in tests
     */
    TemporalSlip(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * To be called after each pass that has found a message.
     *
     * @param count messages in the pass
     * @param most messages that it could take
     * @param capacity of the lane, bytes; if it holds few messages, no pass is short
     * @param nowAt the position after the pass
     * @param nowSent messages that this side has sent
     * @return whether the reader should {@link #pause}
     */
    boolean isDue(int count, int most, int capacity, long nowAt, long nowSent) {
        long passed = nowAt - position;
        position = nowAt;
        received += count;
        if (nowSent != sent) {
            sent = nowSent;
            passes = 0;
            timed = false;
            fast = false;
        }
        if (count >= Math.min(most, SHORT_PASS) || passed >= capacity / SHORT_PART) {
            return false;
        }
        if (++passes == PASSES) {
            look(clock.getAsLong());
        }
        return fast;
    }

    /** The first look only starts the clock, so a conversation does not read it. */
    private void look(long nowNs) {
        fast = timed && received * FAST_NS > nowNs - beganNs;
        timed = true;
        beganNs = nowNs;
        received = 0;
        passes = 0;
    }

    /** Waits for the time in which the writer gets ahead. */
    void pause() {
        long beginNs = System.nanoTime();
        while (System.nanoTime() - beginNs < PAUSE_NS) {
            Thread.onSpinWait();
        }
    }
}
