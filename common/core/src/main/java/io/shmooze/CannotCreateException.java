// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The server cannot create its channel, because another server has it, or the file system refuses; or it cannot create
 * the memory of a client's session, which that client is told.
 */
public class CannotCreateException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public CannotCreateException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public CannotCreateException(String message, Throwable cause) {
        super(message, cause);
    }
}
