// SPDX-License-Identifier: Apache-2.0

/** The client: it attaches to a server's shared memory. */
module io.shmooze.client {
    requires transitive io.shmooze.core;
    // For the executable jar only.
    requires static io.shmooze.console;
    requires static io.shmooze.picture;

    exports io.shmooze.client;
}
