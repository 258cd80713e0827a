// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.ShmoozeException;

/**
 * The implementation on the other side has thrown an exception. The message is that exception's, at most 1,000
 * characters of it; its stack trace and its causes stay on the other side.
 */
public class RemoteCallException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /** Of the exception's class. */
    private final String typeName;

    /**
     * Creates the exception.
     *
     * @param typeName of the class of the exception on the other side, with its package
     * @param message of that exception, or its type if it has none
     */
    public RemoteCallException(String typeName, String message) {
        super(message);
        this.typeName = typeName;
    }

    /**
     * The class of the exception on the other side. This side need not have it.
     *
     * @return its name with its package, as the other side has written it
     */
    public String typeName() {
        return typeName;
    }

    @Override
    public String toString() {
        return getClass().getName() + ": " + typeName + ": " + getMessage();
    }
}
