// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.util.concurrent.locks.LockSupport;

/**
 * Waits between looks at something that changes soon, and longer and longer if it does not: nothing tells a process
 * that a Qt program has cleared the mailbox. For one thread.
 */
final class Backoff {
    private static final int YIELDS = 8;
    private static final long SHORTEST_NS = 20_000;
    private static final long LONGEST_NS = 10_000_000;

    private int looks;

    /** How long the next pause is, nanoseconds; 0 to only let others run. */
    long nextNs() {
        looks++;
        return looks <= YIELDS ? 0 : Math.min(SHORTEST_NS << Math.min(looks - YIELDS, 10), LONGEST_NS);
    }

    void pause() {
        long ns = nextNs();
        if (ns == 0) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(ns);
        }
    }

    void reset() {
        looks = 0;
    }
}
