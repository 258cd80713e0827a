// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The operating system or the other side does not allow it: the directory belongs to another user, or the peer does.
 */
public class NotPermittedException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public NotPermittedException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public NotPermittedException(String message, Throwable cause) {
        super(message, cause);
    }
}
