// SPDX-License-Identifier: Apache-2.0

/** Pictures in shared memory, as frames that seldom change. */
module io.shmooze.picture {
    requires transitive io.shmooze.core;
    requires transitive java.desktop;

    exports io.shmooze.picture;
}
