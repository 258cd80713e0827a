// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Where a session stands.
 */
public enum SessionState {
    /** Attached: messages flow. */
    OPEN,
    /**
     * Attached to a peer that has let a {@code send} or {@code flush} wait longer than the response timeout. It may be
     * stopped or busy; nothing is taken away from it, and the state heals when it acknowledges something.
     */
    UNRESPONSIVE,
    /** A client whose server has gone and that is trying to attach again. Sending waits; nothing is lost. */
    RECONNECTING,
    /** Over, for the reason in the {@link Detachment}. */
    CLOSED
}
