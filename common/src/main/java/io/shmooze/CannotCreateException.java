// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The server cannot create its channel: another server has it, or the file system refuses.
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
