// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The event that a call waited for did not happen in time. If the call was to send a message, the message was not sent
 * and will not be.
 */
public class SessionTimeoutException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public SessionTimeoutException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public SessionTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
