// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.Session;
import io.shmooze.UsageException;
import io.shmooze.session.Attachment;
import io.shmooze.session.DelegatingSession;
import io.shmooze.session.DuplexSession;
import io.shmooze.wait.SessionThread;

/**
 * A client's session with the server of a channel. When the server dies or leaves, the client waits for the next one
 * and goes on: {@link Session} describes what is delivered then. Its thread is a daemon: the application keeps the JVM
 * alive, by {@link #join()} if it has nothing else to do.
 */
@SuppressWarnings("exports") // the superclass is for our own modules
public final class ShmoozeClient extends DelegatingSession {
    private ShmoozeClient(DuplexSession session) {
        super(session);
    }

    /**
     * Begins to describe a client.
     *
     * @param channel 1 to 64 of the characters {@code A-Z a-z 0-9 . _ -}
     * @return a builder whose {@code connect} makes the client
     * @throws UsageException if the name is not usable
     */
    public static ClientBuilder builder(String channel) {
        return new ClientBuilder(channel);
    }

    static ShmoozeClient connect(ClientOptions options) {
        Connector connector = new Connector(options);
        Attachment first = connector.first();
        DuplexSession session = new DuplexSession(options.session(), connector);
        session.attach(first);
        try {
            new SessionThread(session, "shmooze-" + options.channel() + "-client").start();
        } catch (OutOfMemoryError e) {
            session.beginClose(System.nanoTime());
            throw e;
        }
        return new ShmoozeClient(session);
    }
}
