// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.ProtocolException;

/**
 * A call, or the result of one, cannot be read: the other side has another version of a type, or is hostile. Nothing
 * else is thrown for what the other side has sent, whatever it is.
 */
public class MalformedCallException extends ProtocolException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public MalformedCallException(String message) {
        super(message);
    }

    /**
     * Creates the exception with its cause.
     *
     * @param message one line, for people
     * @param cause the error that led to it, for example what a record's constructor has thrown
     */
    public MalformedCallException(String message, Throwable cause) {
        super(message, cause);
    }
}
