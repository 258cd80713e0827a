// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

/**
 * Carries the bells of a {@link Doorbell} both ways: sockets between two processes. It is read in one of two ways for
 * its whole life: by {@link #read} alone, or by {@link #poll} after waiting.
 */
public interface BellWire {
    /** The result of {@link #read} and {@link #poll} when no more bells will come. */
    int END = -1;

    /**
     * Rings the peer's bell. For any thread; never blocks.
     *
     * @return false if the wire is full of bells, so that no more is needed, or if the peer has hung up
     */
    boolean ring();

    /**
     * Waits for bells, and takes them. For one thread at a time.
     *
     * @return how many have rung, or {@link #END} if the peer has hung up or died, or this side has closed
     */
    int read();

    /**
     * Takes bells without waiting. For one thread at a time.
     *
     * @return how many have rung, 0 for none, or {@link #END} as above
     */
    int poll();

    /**
     * Waits until bells have rung or the end has come; also until the time is over, {@link #wakeBellWaiter} is called,
     * or the thread is interrupted, whose status then stays set. May return earlier. For one thread at a time.
     *
     * @return false if the process has no file descriptor left to wait with
     */
    boolean awaitBell(long timeoutNs);

    /** Ends the present {@link #awaitBell}, or the next one. For any thread. */
    void wakeBellWaiter();

    /**
     * Waits until the end has come, or {@link #wakeEndWaiter} is called. May return earlier. For one thread at a time,
     * beside the one that waits for bells.
     *
     * @param orBell whether bells end the wait too
     */
    void awaitEnd(boolean orBell);

    /** Ends the present {@link #awaitEnd}, or the next one. For any thread. */
    void wakeEndWaiter();

    /** Hangs up: ends all waits on both sides. */
    void close();

    /** Tells the peer that this side does not use the segment any more. To be called after {@link #close}. */
    void release();

    /**
     * Waits until the peer has released its end or died. To be called by one thread, last; everything is closed then.
     *
     * @param timeoutNs how long at most; 0 to close without waiting
     * @return false if the peer may still use the segment
     */
    boolean awaitRelease(long timeoutNs);
}
