// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * No server accepts this client: nobody serves the channel, or the channel is full.
 */
public class UnavailableException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public UnavailableException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
