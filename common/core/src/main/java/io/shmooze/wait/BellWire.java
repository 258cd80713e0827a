// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

/** Carries the bells of a {@link Doorbell} both ways: sockets between two processes. */
public interface BellWire {
    /** The result of {@link #read} when no more bells will come. */
    int END = -1;

    /**
     * Rings the peer's bell. For any thread; never blocks.
     *
     * @return false if the wire is full of bells, so that no more is needed, or if the peer has hung up
     */
    boolean ring();

    /**
     * Waits for bells. For one thread at a time.
     *
     * @return how many have rung, or {@link #END} if the peer has hung up or died, or this side has closed
     */
    int read();

    /** Ends a {@link #read} on both sides. */
    void close();
}
