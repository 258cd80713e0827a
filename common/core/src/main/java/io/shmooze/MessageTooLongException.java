// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The message is longer than one of the two sides accepts. It was not sent.
 */
public class MessageTooLongException extends MessageRefusedException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public MessageTooLongException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public MessageTooLongException(String message, Throwable cause) {
        super(message, cause);
    }
}
