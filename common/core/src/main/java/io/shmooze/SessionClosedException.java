// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The session is over, or ended while the call waited; its {@link Detachment} says why.
 */
public class SessionClosedException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public SessionClosedException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public SessionClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
