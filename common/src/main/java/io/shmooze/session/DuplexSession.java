// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

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
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A session over shared memory, as a server or a client has it: a sending and a receiving half that outlive links,
 * and a life on a thread of its own.
 */
public final class DuplexSession implements Session {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final SessionOptions options;
    private final Attachment attachment;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final Polling polling;
    private final SessionLife life;
    private final SessionClosing closing;

    /**
     * A session that {@link #attach} and {@link #run} bring to life.
     *
     * @param options of this side
     * @param source of the links after the first
     */
    public DuplexSession(SessionOptions options, LinkSource source) {
        this.options = options;
        this.attachment = new Attachment(options.channel());
        this.outgoing = new Outgoing(attachment, options.maxMessageLength());
        this.incoming = new Incoming(attachment, this);
        this.polling = incoming.polling();
        this.closing = new SessionClosing(options, source, attachment, outgoing, incoming);
        this.life = new SessionLife(options, source, attachment, outgoing, incoming, new Callbacks(options, this),
                closing);
    }

    /**
     * Makes the first link usable by other threads.
     *
     * @param first the link
     */
    public void attach(Link first) {
        life.attach(first);
    }

    /**
     * Serves the link that was attached, and those that follow, until the session is over. To be called on a
     * {@link io.shmooze.wait.SessionThread} of the session's own.
     */
    public void run() {
        life.run();
    }

    /**
     * The first half of {@link #close}, for closing many sessions in the time of one.
     *
     * @param deadlineNs how long the outbox may take to empty
     */
    public void beginClose(long deadlineNs) {
        closing.beginClose(deadlineNs);
    }

    /**
     * The second half of {@link #close}: waits until the session's own thread has finished, but not in a callback, and
     * only so long, because a callback that does not return must not hold up who closes.
     *
     * @param deadlineNs how long
     */
    public void awaitEnd(long deadlineNs) {
        closing.awaitEnd(deadlineNs);
    }

    @Override
    public String channel() {
        return options.channel();
    }

    @Override
    public Peer peer() {
        return life.peer();
    }

    @Override
    public SessionState state() {
        Link link = attachment.current();
        return link != null && link.response.isUnresponsive() ? SessionState.UNRESPONSIVE : attachment.state();
    }

    @Override
    public boolean offer(MessageKind kind, ByteBuffer payload) {
        try {
            return outgoing.offer(kind, payload);
        } catch (InternalError e) {
            throw life.truncated(e);
        }
    }

    @Override
    public boolean enqueue(MessageKind kind, ByteBuffer payload) {
        try {
            outgoing.sendWithoutWaiting(kind, payload);
            return true;
        } catch (OutboxFullException e) {
            return false;
        } catch (InternalError e) {
            throw life.truncated(e);
        }
    }

    @Override
    public Claim claim(MessageKind kind, int length) {
        try {
            return outgoing.claim(kind, length);
        } catch (InternalError e) {
            throw life.truncated(e);
        }
    }

    @Override
    public void send(MessageKind kind, ByteBuffer payload) {
        try {
            if (closing.isInCallback()) {
                outgoing.sendWithoutWaiting(kind, payload);
            } else {
                outgoing.send(kind, payload, Deadlines.NEVER);
            }
        } catch (InternalError e) {
            throw life.truncated(e);
        }
    }

    @Override
    public void send(MessageKind kind, ByteBuffer payload, Duration timeout) {
        try {
            outgoing.send(kind, payload, () -> Deadlines.after(timeout));
        } catch (InternalError e) {
            throw life.truncated(e);
        }
    }

    @Override
    public void flush(Duration timeout) {
        if (incoming.isInCallback()) {
            throw new IllegalStateException("A callback cannot wait for its own session's peer: flush elsewhere");
        }
        boolean flushed;
        try {
            flushed = outgoing.waiting().flush(Deadlines.after(timeout));
        } catch (InternalError e) {
            throw life.truncated(e);
        }
        if (!flushed) {
            throw new SessionTimeoutException("The peer has not acknowledged everything within " + timeout.toMillis()
                    + " ms");
        }
    }

    @Override
    public int poll(MessageListener handler, int limit) {
        checkPolling();
        try {
            int count = polling.poll(handler, limit);
            if (count == 0 && attachment.state() == SessionState.CLOSED) {
                // Once more: the last messages were put aside before the state changed.
                count = polling.poll(handler, limit);
                if (count == 0) {
                    throw attachment.closed();
                }
            }
            return count;
        } catch (InternalError e) {
            throw life.truncated(e);
        }
    }

    @Override
    public Message receive(Duration timeout) {
        Message[] received = new Message[1];
        receive((from, message) -> received[0] = Messages.keep(message), 1, timeout);
        return received[0];
    }

    @Override
    public int receive(MessageListener handler, int limit, Duration timeout) {
        checkPolling();
        try {
            int count = polling.poll(handler, limit);
            return count > 0 ? count : polling.receive(handler, limit, Deadlines.after(timeout));
        } catch (InternalError e) {
            throw life.truncated(e);
        }
    }

    /**
     * Whether messages are left to poll after the end.
     *
     * @return true if there are
     */
    public boolean hasBacklog() {
        return polling.hasBacklog();
    }

    private void checkPolling() {
        if (options.messageListener() != null) {
            throw new IllegalStateException("The session has a listener, which takes all messages");
        }
    }

    @Override
    public SessionStatistics statistics() {
        return new SessionStatistics(outgoing.feed().messages(), outgoing.feed().bytes(), incoming.messages(),
                incoming.bytes(), life.counts().bellsRung(), life.counts().sleeps(), outgoing.outbox().size());
    }

    @Override
    public boolean join(Duration timeout) {
        return closing.join(Deadlines.after(timeout));
    }

    @Override
    public void close() {
        beginClose(Deadlines.after(CLOSE_TIMEOUT));
        awaitEnd(Deadlines.after(CLOSE_TIMEOUT));
    }
}
