// SPDX-License-Identifier: Apache-2.0

/** The programs of the executable jars of the server and the client. */
module io.shmooze.console {
    requires transitive info.picocli;
    requires transitive io.shmooze.core;
    requires transitive io.shmooze.nats;
    requires transitive io.shmooze.picture;
    requires transitive io.shmooze.qt;
    requires jdk.unsupported;
    requires org.jline.reader;
    requires org.jline.terminal;

    exports io.shmooze.console;
}
