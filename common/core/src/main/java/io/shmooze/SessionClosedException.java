// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The session is over, or ended while the call waited; its {@link Detachment} says why.
 */
public class SessionClosedException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public SessionClosedException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public SessionClosedException(String message, Throwable cause) {
        super(message, cause);
    }
}
