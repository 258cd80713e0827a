// SPDX-License-Identifier: Apache-2.0

/** The server: it creates the shared memory and waits for clients. */
module io.shmooze.server {
    requires transitive io.shmooze.core;
    requires org.slf4j;
    // For the executable jar only.
    requires static io.shmooze.console;
    requires static io.shmooze.picture;

    exports io.shmooze.server;
}
