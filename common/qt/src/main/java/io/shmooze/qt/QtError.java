// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

/** Kinds of errors, as in Qt's {@code QSharedMemory::SharedMemoryError} and {@code QSystemSemaphoreError}. */
public enum QtError {
    /** There is no such segment, or no such file. */
    NOT_FOUND,
    /** There is one already, and somebody uses it. */
    ALREADY_EXISTS,
    /** The system does not permit it to this user. */
    PERMISSION_DENIED,
    /** A size that no segment can have, or that is larger than the existing segment. */
    INVALID_SIZE,
    /** The key is empty, or its file cannot be made. */
    KEY_ERROR,
    /** The system has no memory or no identifier left. */
    OUT_OF_RESOURCES,
    /** The lock was not free in time, or is used wrongly. */
    LOCK_ERROR,
    /** Anything else; the message has the system's error number. */
    UNKNOWN;

    static QtError of(int errno) {
        return switch (errno) {
            case Errno.ENOENT, Errno.EIDRM -> NOT_FOUND;
            case Errno.EEXIST -> ALREADY_EXISTS;
            case Errno.EACCES, Errno.EPERM -> PERMISSION_DENIED;
            case Errno.EINVAL -> INVALID_SIZE;
            case Errno.ENAMETOOLONG -> KEY_ERROR;
            case Errno.ENOMEM, Errno.ENOSPC, Errno.EMFILE, Errno.ENFILE -> OUT_OF_RESOURCES;
            default -> UNKNOWN;
        };
    }
}
