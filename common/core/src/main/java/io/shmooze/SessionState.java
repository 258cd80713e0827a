// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The state of a session.
 */
public enum SessionState {
    /** Attached: messages flow. */
    OPEN,
    /**
     * Attached, but the peer let a {@code send} or {@code flush} wait for longer than the response timeout. It may be
     * stopped or busy. The session keeps all its messages, and is {@link #OPEN} again as soon as the peer acknowledges
     * something.
     */
    UNRESPONSIVE,
    /** The client's server is gone, and the client is trying to attach again. Sending waits; nothing is lost. */
    RECONNECTING,
    /** The session is over, for the reason in the {@link Detachment}. */
    CLOSED
}
