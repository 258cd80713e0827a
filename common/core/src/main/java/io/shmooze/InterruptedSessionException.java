// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The thread was interrupted while it waited, or while it opened or mapped a file, which the JDK does not do on an
 * interrupted thread; its interrupt status is set again. The message was not sent.
 */
public class InterruptedSessionException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public InterruptedSessionException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public InterruptedSessionException(String message, Throwable cause) {
        super(message, cause);
    }
}
