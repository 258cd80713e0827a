// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.ShmoozeException;

/**
 * The other side does not serve the interface, or serves another version of it. The message names the method that
 * differs, and how. No call was made.
 */
public class InterfaceMismatchException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    public InterfaceMismatchException(String message) {
        super(message);
    }
}
