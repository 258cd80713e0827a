// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * A callback sent more than the peer takes and the outbox holds. The message was not sent.
 */
public class OutboxFullException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public OutboxFullException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public OutboxFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
