// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.Batch;
import io.shmooze.Claim;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.SessionStatistics;
import io.shmooze.UsageException;
import io.shmooze.session.Attachment;
import io.shmooze.session.DuplexSession;
import io.shmooze.wait.SessionThread;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A client's session with the server of a channel. When the server dies or leaves, the client waits for the next one
 * and goes on: {@link Session} describes what is delivered then. Its thread is a daemon: the application keeps the JVM
 * alive, by {@link #join()} if it has nothing else to do.
 */
public final class ShmoozeClient implements Session {
    private final DuplexSession session;

    private ShmoozeClient(DuplexSession session) {
        this.session = session;
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

    @Override
    public String channel() {
        return session.channel();
    }

    @Override
    public Peer peer() {
        return session.peer();
    }

    @Override
    public SessionState state() {
        return session.state();
    }

    @Override
    public boolean offer(MessageKind kind, ByteBuffer payload) {
        return session.offer(kind, payload);
    }

    @Override
    public boolean enqueue(MessageKind kind, ByteBuffer payload) {
        return session.enqueue(kind, payload);
    }

    @Override
    public Claim claim(MessageKind kind, int length) {
        return session.claim(kind, length);
    }

    @Override
    public Batch batch() {
        return session.batch();
    }

    @Override
    public void send(MessageKind kind, ByteBuffer payload) {
        session.send(kind, payload);
    }

    @Override
    public void send(MessageKind kind, ByteBuffer payload, Duration timeout) {
        session.send(kind, payload, timeout);
    }

    @Override
    public void flush(Duration timeout) {
        session.flush(timeout);
    }

    @Override
    public int poll(MessageListener handler, int limit) {
        return session.poll(handler, limit);
    }

    @Override
    public int receive(MessageListener handler, int limit, Duration timeout) {
        return session.receive(handler, limit, timeout);
    }

    @Override
    public Message receive(Duration timeout) {
        return session.receive(timeout);
    }

    @Override
    public SessionStatistics statistics() {
        return session.statistics();
    }

    @Override
    public boolean join(Duration timeout) {
        return session.join(timeout);
    }

    @Override
    public void close() {
        session.close();
    }
}
