// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The operating system, or the other side, does not allow it: a directory that is not ours, another user.
 */
public class NotPermittedException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public NotPermittedException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public NotPermittedException(String message, Throwable cause) {
        super(message, cause);
    }
}
