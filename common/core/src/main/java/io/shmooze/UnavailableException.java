// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * No server takes this client: nobody serves the channel, or it is full.
 */
public class UnavailableException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public UnavailableException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
