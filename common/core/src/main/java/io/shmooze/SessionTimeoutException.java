// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * What was waited for did not happen in time. A message that {@code send} gave up on was not delivered and will not be.
 */
public class SessionTimeoutException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public SessionTimeoutException(String message) {
        super(message);
    }

    /**
     * With a message for people and what led to it.
     *
     * @param message one line
     * @param cause what led to it
     */
    public SessionTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
