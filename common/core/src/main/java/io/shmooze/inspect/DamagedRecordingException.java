// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.ShmoozeException;

/** A recording has something else where a record should be, or ends within one. What stands before it is good. */
public final class DamagedRecordingException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the exception.
     *
     * @param message one line, for people
     */
    DamagedRecordingException(String message) {
        super(message);
    }
}
