// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The peer lives but has acknowledged nothing for longer than the response timeout. If the call was to send a message,
 * the message was not sent and will not be. The session goes on, and is as before once the peer acknowledges again.
 */
public class UnresponsiveException extends SessionTimeoutException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public UnresponsiveException(String message) {
        super(message);
    }
}
