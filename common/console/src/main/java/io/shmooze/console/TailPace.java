// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import java.util.concurrent.TimeUnit;

/**
 * How often a tail looks. Owns the present pause: short while something passes, and twice as long after each look that
 * finds nothing. A tail has no bell, so it polls, on processors that those whom it watches may need: looks take at most
 * a fiftieth of the time, unless the longest pause is not enough for that.
 */
final class TailPace {
    static final long SHORTEST_NS = TimeUnit.MILLISECONDS.toNanos(1);
    static final long LONGEST_NS = TimeUnit.MILLISECONDS.toNanos(50);
    static final long MODEST_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int SHARE = 49;

    private long pauseNs = SHORTEST_NS;

    /**
     * How long to sleep now.
     *
     * @param passed whether the look has found anything
     * @param lookNs how long it took
     */
    long next(boolean passed, long lookNs) {
        pauseNs = passed ? SHORTEST_NS : Math.min(LONGEST_NS, 2 * pauseNs);
        return Math.max(pauseNs, Math.min(MODEST_NS, SHARE * lookNs));
    }
}
