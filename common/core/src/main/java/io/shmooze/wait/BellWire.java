// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

/** What carries the bells of a {@link Doorbell} both ways: sockets between two processes. */
public interface BellWire {
    /** What {@link #read} returns when nothing more will come. */
    int END = -1;

    /**
     * Rings at the peer. For any thread; never blocks.
     *
     * @return false if that was not needed or not possible: the wire is full of bells, or the peer has hung up
     */
    boolean ring();

    /**
     * Waits for bells, for one thread at a time.
     *
     * @return how many have rung, or {@link #END}
     */
    int read();

    /** Wakes the thread in {@link #read}, and the peer reads the end. */
    void close();
}
