// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The superclass of this library's exceptions. The message is one line: what is wrong, with which value, and what to
 * do.
 */
public class ShmoozeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public ShmoozeException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public ShmoozeException(String message, Throwable cause) {
        super(message, cause);
    }
}
