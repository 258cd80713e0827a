// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The other side breaks the protocol or speaks another version of it.
 */
public class ProtocolException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public ProtocolException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it
     */
    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
