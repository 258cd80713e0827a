// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Batch;
import io.shmooze.ChannelKind;
import io.shmooze.Claim;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.SessionStatistics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records everything that is sent, and throws a given exception. */
final class FakeSession implements Session {
    final List<String> sent = new CopyOnWriteArrayList<>();
    RuntimeException failure;
    /** How many more times the failure is thrown. */
    int failures = Integer.MAX_VALUE;
    boolean closed;
    boolean full;
    private final Peer peer;

    FakeSession(long pid, String name) {
        this(pid, name, null);
    }

    FakeSession(long pid, String name, ChannelKind serves) {
        this.peer = new Peer(pid, true, "ann", name, serves);
    }

    @Override
    public void send(MessageKind kind, ByteBuffer payload) {
        if (closed) {
            throw new SessionClosedException("closed");
        }
        if (failure != null && failures-- > 0) {
            throw failure;
        }
        sent.add(StandardCharsets.UTF_8.decode(payload.duplicate()).toString());
    }

    @Override
    public void send(MessageKind kind, ByteBuffer payload, Duration timeout) {
        send(kind, payload);
    }

    @Override
    public CompletableFuture<Message> ask(MessageKind kind, ByteBuffer question) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Message> askRepeatable(MessageKind kind, ByteBuffer question) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public SessionStatistics statistics() {
        return new SessionStatistics(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Override
    public String channel() {
        return "chat";
    }

    @Override
    public SessionState state() {
        return closed ? SessionState.CLOSED : SessionState.OPEN;
    }

    @Override
    public void flush(Duration timeout) {
        if (failure != null && failures-- > 0) {
            throw failure;
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public Batch batch() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Claim claim(MessageKind kind, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean offer(MessageKind kind, ByteBuffer payload) {
        if (!full) {
            send(kind, payload);
        }
        return !full;
    }

    @Override
    public boolean enqueue(MessageKind kind, ByteBuffer payload) {
        return offer(kind, payload);
    }

    @Override
    public boolean join(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int poll(MessageListener handler, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Message receive(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int receive(MessageListener handler, int limit, Duration timeout) {
        throw new UnsupportedOperationException();
    }
}
