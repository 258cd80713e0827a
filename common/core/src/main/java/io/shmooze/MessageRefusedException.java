// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * A message cannot be sent as it is, now or later; nothing of it was sent.
 */
public class MessageRefusedException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public MessageRefusedException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public MessageRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
