// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The root of what this library throws. Its message is one line that says what was wrong, with which value, and what
 * to do.
 */
public class ShmoozeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public ShmoozeException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public ShmoozeException(String message, Throwable cause) {
        super(message, cause);
    }
}
