// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The other side breaks the protocol, or speaks another version of it.
 */
public class ProtocolException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public ProtocolException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
