// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;

/** An operation on a Qt segment or semaphore failed; the message names the key, its file and the system's error. */
public final class QtException extends ShmoozeException {
    private static final long serialVersionUID = 1;

    private final QtError error;

    QtException(QtError error, String message) {
        super(message);
        this.error = error;
    }

    QtException(QtError error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    /** For a call that returned a negative number. */
    static QtException of(String action, QtName name, long result) {
        int errno = (int) -result;
        return new QtException(QtError.of(errno), "Cannot " + action + " " + name + ": " + Errno.text(errno));
    }

    /** As the exception that sessions of either protocol throw for it; itself if they have none. */
    ShmoozeException translated() {
        return switch (error) {
            case PERMISSION_DENIED -> new NotPermittedException(getMessage(), this);
            case ALREADY_EXISTS, OUT_OF_RESOURCES -> new CannotCreateException(getMessage(), this);
            case LOCK_ERROR -> new UnavailableException(getMessage(), this);
            default -> this;
        };
    }

    /**
     * The kind of error.
     *
     * @return as Qt calls it
     */
    public QtError error() {
        return error;
    }
}
