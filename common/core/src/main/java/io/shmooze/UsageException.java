// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * A value given to the library is not usable: a channel name, a segment size, a path too long for a socket.
 */
public class UsageException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public UsageException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
