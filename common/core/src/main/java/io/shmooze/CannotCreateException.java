// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Something could not be created. A server cannot create its channel because another server has it or the file system
 * refuses. Or a server could not create the memory of a client's session; the client gets this exception then.
 */
public class CannotCreateException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public CannotCreateException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public CannotCreateException(String message, Throwable cause) {
        super(message, cause);
    }
}
