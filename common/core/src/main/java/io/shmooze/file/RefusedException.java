// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.ShmoozeException;

/** A file cannot be received, for a reason that both sides may know. */
final class RefusedException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
