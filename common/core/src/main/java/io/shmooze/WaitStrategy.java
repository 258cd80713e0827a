// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * How a thread waits for the peer: for a message, for room in the lane, for an acknowledgement.
 */
public enum WaitStrategy {
    /** Never sleeps: lowest latency, one CPU at 100% for each waiting thread. */
    SPINNING,
    /** Spins while that pays, for at most some 200 microseconds, then sleeps: the default. Uses no CPU when idle. */
    ADAPTIVE,
    /** Sleeps at once: least CPU time. */
    BLOCKING
}
