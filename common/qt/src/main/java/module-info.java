// SPDX-License-Identifier: Apache-2.0

/** Shared memory and mailboxes that programs with Qt 5 and 6 use. */
@SuppressWarnings("requires-automatic")
module io.shmooze.qt {
    requires transitive io.shmooze.core;
    requires transitive io.shmooze.picture;
    requires com.sun.jna;

    exports io.shmooze.qt;
}
