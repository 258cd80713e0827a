// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * A callback sends more than the peer reads, and the outbox is full. The message was not sent.
 */
public class OutboxFullException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public OutboxFullException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public OutboxFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
