// SPDX-License-Identifier: Apache-2.0

/** The process that creates the shared memory and answers. */
module io.shmooze.server {
    requires transitive io.shmooze.core;
    requires org.slf4j;
    // Of the executable jar only.
    requires static io.shmooze.console;
    requires static io.shmooze.picture;

    exports io.shmooze.server;
}
