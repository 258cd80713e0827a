// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * A message cannot be sent as it is, neither now nor later. No part of it was sent.
 */
public class MessageRefusedException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public MessageRefusedException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public MessageRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
