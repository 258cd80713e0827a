// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.Session;
import io.shmooze.server.ServerBuilder;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Servers and clients of one channel in this JVM, for one test: register it with {@code @RegisterExtension}. It closes
 * them when the test ends, the latest first.
 */
final class Sessions implements BeforeEachCallback, AfterEachCallback {
    static final Duration LONG = Duration.ofSeconds(60);

    private final Programs programs = new Programs();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        programs.beforeEach(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        programs.afterEach(context);
    }

    Path directory() {
        return programs.directory();
    }

    /** A path in a directory of this test's own. */
    Path file(String name) {
        return programs.file(name);
    }

    List<String> leftovers() {
        return programs.leftovers();
    }

    ServerBuilder server() {
        return ShmoozeServer.builder("test").directory(directory());
    }

    ClientBuilder client() {
        return ShmoozeClient.builder("test").directory(directory()).connectTimeout(LONG).reconnectTimeout(LONG);
    }

    ShmoozeServer start(ServerBuilder builder) {
        return closing(builder.start());
    }

    ShmoozeClient connect(ClientBuilder builder) {
        return closing(builder.connect());
    }

    /** The session of a server without listeners. */
    Session accept(ShmoozeServer server) {
        Session session = server.accept(LONG);
        if (session == null) {
            throw new AssertionError("Nobody attached");
        }
        return session;
    }

    /** Closes the servers that were started. */
    void closeServers() throws Exception {
        for (AutoCloseable each : List.copyOf(open)) {
            if (each instanceof ShmoozeServer) {
                each.close();
            }
        }
    }

    private <T extends AutoCloseable> T closing(T opened) {
        open.push(opened);
        return opened;
    }
}
