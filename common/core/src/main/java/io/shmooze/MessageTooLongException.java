// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The message is longer than one of the two sides accepts. It was not sent.
 */
public class MessageTooLongException extends MessageRefusedException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public MessageTooLongException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public MessageTooLongException(String message, Throwable cause) {
        super(message, cause);
    }
}
