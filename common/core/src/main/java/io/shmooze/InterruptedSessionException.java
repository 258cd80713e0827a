// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The thread was interrupted while it waited, or while it opened or mapped a file, which the JDK refuses to an
 * interrupted thread. The thread's interrupt status is set again. If the call was to send a message, the message was
 * not sent and will not be.
 */
public class InterruptedSessionException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public InterruptedSessionException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public InterruptedSessionException(String message, Throwable cause) {
        super(message, cause);
    }
}
