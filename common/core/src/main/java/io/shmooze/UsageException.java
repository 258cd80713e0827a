// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The application passed a value that the library cannot use, such as a channel name or a segment size.
 */
public class UsageException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public UsageException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
