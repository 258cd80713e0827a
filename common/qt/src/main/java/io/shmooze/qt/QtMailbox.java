// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Batch;
import io.shmooze.Claim;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.OutboxFullException;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.SessionStatistics;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UnsupportedByPeerException;
import io.shmooze.session.Deadlines;
import io.shmooze.session.SessionOptions;
import io.shmooze.wait.SessionThread;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One end of the mailbox of two Qt programs, as a session: the other end may be an unchanged Qt program, or Java.
 *
 * <p><b>Differences to other sessions.</b> A message has 1 byte up to the size of the segment, and zeros at its end do
 * not arrive. A message counts as acknowledged when the peer has read it, before its callback. A server has one session
 * for all its clients, one after the other: without a client its state is {@link SessionState#RECONNECTING}, and
 * sending waits. Nobody knows why a peer is gone: it is reported as {@link io.shmooze.DetachReason#CLOSED_BY_PEER}. A
 * message that a dead peer has not read goes to the next one. The session fails if the system no longer lets it use the
 * mailbox.
 *
 * <p><b>Guarantees with a Qt peer.</b> A message of this side is not lost, unless the peer writes over it in the moment
 * between being woken and reading. A message of the peer is lost if the peer writes over it before this side has read
 * it; {@link #counts} tells how often.
 *
 * <p><b>Threads.</b> As in {@link Session}; messages are taken on a thread of this object.
 */
public final class QtMailbox implements Session {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final QtPair pair;
    private final QtEnd end;
    private final MailboxPeer peer;
    private final MailboxSender sender;
    private final MailboxReceiver receiver;
    private final MailboxLoop loop;

    QtMailbox(QtMailboxBuilder builder, SessionOptions options, Encoding encoding) {
        this.pair = builder.pair();
        this.end = builder.end();
        this.peer = new MailboxPeer(builder.onShared());
        this.sender = new MailboxSender(peer, encoding, options.responseTimeout());
        this.receiver = new MailboxReceiver(encoding, options.messageListener() == null);
        this.loop = new MailboxLoop(options, builder.opener(), peer, sender, receiver);
    }

    /**
     * Describes a mailbox's end.
     *
     * @param end which
     * @return to be completed
     */
    public static QtMailboxBuilder builder(QtEnd end) {
        return new QtMailboxBuilder(end);
    }

    void start(Duration connectTimeout) {
        loop.open(connectTimeout);
        new SessionThread(() -> loop.run(this), "shmooze-qt-" + pair.key()).start();
        if (end == QtEnd.CLIENT) {
            // Its server is there, so that it can send at once.
            peer.awaitFirst();
        }
    }

    @Override
    public String channel() {
        return pair.key();
    }

    @Override
    public Peer peer() {
        return peer.peer();
    }

    @Override
    public SessionState state() {
        return peer.state();
    }

    @Override
    public boolean offer(MessageKind kind, ByteBuffer payload) {
        return sender.offer(kind, payload);
    }

    @Override
    public boolean enqueue(MessageKind kind, ByteBuffer payload) {
        try {
            sender.sendWithoutWaiting(kind, payload);
            return true;
        } catch (OutboxFullException e) {
            return false;
        }
    }

    /** A buffer beside the mailbox; committing waits until the mailbox is clear. */
    @Override
    public Claim claim(MessageKind kind, int length) {
        if (length > sender.capacity()) {
            throw Encoding.tooLong(length, sender.capacity());
        }
        return peer.attachment() == null ? null : new MailboxClaim(this, kind, length);
    }

    /** Sends each message by itself, because a mailbox holds one message; keeps no lock between them. */
    @Override
    public Batch batch() {
        return new Batch() {
            @Override
            public void send(MessageKind kind, ByteBuffer payload) {
                QtMailbox.this.send(kind, payload);
            }

            @Override
            public void close() {
                // Every message is in the mailbox already.
            }
        };
    }

    @Override
    public void send(MessageKind kind, ByteBuffer payload) {
        if (SessionThread.isCurrent() || receiver.isInCallback()) {
            sender.sendWithoutWaiting(kind, payload);
        } else {
            sender.send(kind, payload, Deadlines.never());
        }
    }

    @Override
    public void send(MessageKind kind, ByteBuffer payload, Duration timeout) {
        sender.send(kind, payload, Deadlines.after(timeout));
    }

    /** Always throws {@link UnsupportedByPeerException}, because a mailbox knows only messages. */
    @Override
    public CompletableFuture<Message> ask(MessageKind kind, ByteBuffer question) {
        throw new UnsupportedByPeerException("A Qt program cannot answer questions: send it a message");
    }

    /** As {@link #ask(MessageKind, ByteBuffer)}. */
    @Override
    public CompletableFuture<Message> askRepeatable(MessageKind kind, ByteBuffer question) {
        return ask(kind, question);
    }

    @Override
    public void flush(Duration timeout) {
        if (loop.isInCallback()) {
            throw new IllegalStateException("A callback cannot wait for its own session's peer: flush elsewhere");
        }
        if (!sender.flush(Deadlines.after(timeout))) {
            throw new SessionTimeoutException("The peer has not read everything within " + timeout.toMillis() + " ms");
        }
    }

    @Override
    public int poll(MessageListener handler, int limit) {
        return receiver.poll(this, handler, limit);
    }

    @Override
    public Message receive(Duration timeout) {
        Message[] received = new Message[1];
        receive((from, message) -> received[0] = message, 1, timeout);
        return received[0];
    }

    @Override
    public int receive(MessageListener handler, int limit, Duration timeout) {
        return receiver.receive(this, handler, limit, Deadlines.after(timeout));
    }

    @Override
    public SessionStatistics statistics() {
        return new SessionStatistics(sender.messages(), sender.bytes(), receiver.messages(), receiver.bytes(),
                sender.messages(), loop.sleeps(), sender.waiting(), 0, 0, -1, 0, 0, 0, 0, 0);
    }

    /**
     * The size of the segment, and of the longest message in either direction. The program that made the segment has
     * chosen it.
     *
     * @return bytes, of the last server's segment while there is none
     */
    public int segmentSize() {
        return sender.capacity();
    }

    /**
     * How often the mailbox has met the protocol's weaknesses.
     *
     * @return a snapshot
     */
    public QtCounts counts() {
        return loop.counts();
    }

    @Override
    public boolean join(Duration timeout) {
        if (loop.isInCallback()) {
            throw new IllegalStateException("A callback cannot wait for the end of its own session: join elsewhere");
        }
        return loop.join(Deadlines.after(timeout));
    }

    /**
     * Waits at most a second for the peer to read what was sent, then leaves. A message that it has not read by then is
     * taken out of the mailbox, and {@code onDetached} gets it with the others that were not acknowledged. The server
     * removes the segment.
     */
    @Override
    public void close() {
        if (!loop.isInCallback() && state() == SessionState.OPEN) {
            sender.settle(Deadlines.after(CLOSE_TIMEOUT));
        }
        loop.close(Deadlines.after(CLOSE_TIMEOUT));
    }
}
