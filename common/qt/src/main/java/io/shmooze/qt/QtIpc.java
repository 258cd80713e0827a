// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

/** How Qt makes a key known to the system: which kind of objects, and which names. */
public enum QtIpc {
    /** System V objects, found by a file named after the key's hash: all Qt versions on Linux, with string keys. */
    LEGACY_SYSTEM_V(false, true),
    /** POSIX objects named after the key's hash: Qt 6.6 and later, {@code legacyNativeKey} with type POSIX. */
    LEGACY_POSIX(true, true),
    /** System V objects, found by a file that the key itself names: Qt 6.6 and later. */
    SYSTEM_V(false, false),
    /** POSIX objects that have the key's own name: Qt 6.6 and later, {@code platformSafeKey}. */
    POSIX(true, false);

    private final boolean posix;
    private final boolean hashed;

    QtIpc(boolean posix, boolean hashed) {
        this.posix = posix;
        this.hashed = hashed;
    }

    boolean isPosix() {
        return posix;
    }

    boolean isHashed() {
        return hashed;
    }
}
