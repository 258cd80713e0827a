// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * The peer lives but has acknowledged nothing for longer than the response timeout. A message that {@code send} gave
 * up on was not delivered and will not be. The session goes on, and heals when the peer does.
 */
public class UnresponsiveException extends SessionTimeoutException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line
     */
    public UnresponsiveException(String message) {
        super(message);
    }
}
