// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Batch;
import io.shmooze.Claim;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.SessionStatistics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A session with a public class of its own; does everything by another session. Owns nothing. */
public abstract class DelegatingSession implements Session {
    private final DuplexSession session;

    /**
     * Creates the face of a session.
     *
     * @param session that does everything
     */
    protected DelegatingSession(DuplexSession session) {
        this.session = session;
    }

    DuplexSession target() {
        return session;
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
    public CompletableFuture<Message> ask(MessageKind kind, ByteBuffer question) {
        return session.ask(kind, question);
    }

    @Override
    public CompletableFuture<Message> askRepeatable(MessageKind kind, ByteBuffer question) {
        return session.askRepeatable(kind, question);
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
