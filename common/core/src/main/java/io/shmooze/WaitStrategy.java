// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * How a thread waits for the peer: for a message, for room in the lane, for an acknowledgement. See {@link
 * io.shmooze.builder.SessionBuilder#waitStrategy} for the threads that this applies to.
 */
public enum WaitStrategy {
    /** Never sleeps: the lowest latency. Each waiting thread keeps one CPU at 100%. */
    SPINNING,
    /**
     * Spins for at most 200 microseconds, and for less or not at all where spinning has not paid; then sleeps. After
     * one microsecond it lets other threads run between its looks. The default. Uses no CPU when idle. On a machine
     * with one processor it sleeps at once.
     */
    ADAPTIVE,
    /** Sleeps at once: the least CPU time. */
    BLOCKING
}
