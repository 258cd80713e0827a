// SPDX-License-Identifier: Apache-2.0

/** Sessions, files and frames over shared memory: what the server and the client have in common. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module io.shmooze.core {
    requires transitive chronicle.bytes;
    requires chronicle.core;
    requires static jdk.jfr;
    requires jdk.net;
    requires jdk.unsupported;
    requires org.slf4j;

    exports io.shmooze;
    exports io.shmooze.builder;
    exports io.shmooze.call;
    exports io.shmooze.file;
    exports io.shmooze.frame;
    exports io.shmooze.room;

    // Internals, for our own modules.
    exports io.shmooze.fault to io.shmooze.client, io.shmooze.server;
    exports io.shmooze.inspect to io.shmooze.console;
    exports io.shmooze.segment to io.shmooze.bench, io.shmooze.client, io.shmooze.console, io.shmooze.nats,
            io.shmooze.qt, io.shmooze.server;
    exports io.shmooze.session to io.shmooze.client, io.shmooze.console, io.shmooze.nats, io.shmooze.qt,
            io.shmooze.server;
    exports io.shmooze.wait to io.shmooze.client, io.shmooze.qt, io.shmooze.server;
}
