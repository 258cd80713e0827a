// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Batch;
import io.shmooze.Claim;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.OutboxFullException;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.SessionStatistics;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UsageException;
import io.shmooze.lane.QuestionDescriptor;
import io.shmooze.wait.SessionThread;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The public face of a server's or client's session. Owns the session's parts, which outlive attachments (the two ends,
 * the blocking sender, the loop of the session's own thread), and the steps of closing.
 *
 * <p>For any thread, as {@link Session} says. If the error of a truncated segment reaches a thread here, outside the
 * lanes, {@link CurrentAttachment#failTruncated} fails the session.
 */
public final class DuplexSession implements Session, Runnable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final SessionOptions options;
    private final CurrentAttachment current;
    private final SendingEnd sending;
    private final BlockingSender blocking;
    private final SessionBatch batch;
    private final Questions asked;
    private final QuestionDispatcher dispatcher;
    private final ReaderQueue readers = new ReaderQueue();
    private final ReceivingEnd receiving;
    private final SessionLoop loop;
    /** Made with the first question, because a session without questions starts faster without its classes. */
    private volatile QuestionEnd questions;

    /**
     * Makes a session that {@link #attach} and {@link #run} start.
     *
     * @param options of this side
     * @param source of the attachments after the first
     */
    public DuplexSession(SessionOptions options, AttachmentSource source) {
        this.options = options;
        this.current = new CurrentAttachment(options.channel());
        this.sending = new SendingEnd(current, options.maxMessageLength());
        this.blocking = new BlockingSender(current, sending);
        this.batch = new SessionBatch(current, sending, blocking);
        this.asked = new Questions(options.maxQuestions());
        this.dispatcher = new QuestionDispatcher(options, this);
        this.receiving = new ReceivingEnd(current, asked, dispatcher, readers, options.maxMessageLength());
        this.loop = new SessionLoop(options, source, current, sending, receiving, asked, readers);
    }

    /**
     * The session behind a session of the API.
     *
     * @param session of a server, a client or a callback
     * @return the same object every time
     * @throws UsageException if it is a session of another kind, which knows no questions
     */
    public static DuplexSession of(Session session) {
        Session target = session instanceof DelegatingSession delegating ? delegating.target() : session;
        if (target instanceof DuplexSession duplex) {
            return duplex;
        }
        throw new UsageException("A " + session.getClass().getSimpleName() + " cannot ask or call: use a client or a "
                + "server of Shmooze");
    }

    /**
     * Makes the first attachment usable by other threads.
     *
     * @param first owned by the session from now on
     */
    public void attach(Attachment first) {
        loop.attach(first);
    }

    /**
     * Serves the attachment and its successors until the session is over. To be called on the session's own {@link
     * io.shmooze.wait.SessionThread}.
     */
    @Override
    public void run() {
        loop.run(this);
    }

    /**
     * The first half of {@link #close}; a caller that closes many sessions calls it for all of them before the second
     * half. Waits until the outbox is empty and the listener has got what the peer has published, then tells the peer.
     *
     * @param deadlineNs the end of that wait, on the {@code System.nanoTime} clock
     */
    public void beginClose(long deadlineNs) {
        boolean first = loop.requestEnd();
        boolean inCallback = isInCallback();
        try {
            if (first && current.state() == SessionState.OPEN && !inCallback) {
                blocking.awaitOutboxEmpty(deadlineNs);
                awaitIncomingDelivered(deadlineNs);
            }
        } catch (InternalError e) {
            sending.releaseLock();
            receiving.releaseLock();
            current.failTruncated(e);
        } finally {
            Attachment present = current.present();
            // Even if another thread has begun to close and waits, a callback's message must stay unacknowledged.
            if (present != null && (first || inCallback)) {
                present.close();
            }
        }
    }

    /** The listener still gets what the peer has published, for example the answer to the last message. */
    private void awaitIncomingDelivered(long deadlineNs) {
        try {
            if (!options.isPolled()) {
                receiving.awaitDelivered(deadlineNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The second half of {@link #close}: waits until the session's own thread has finished. Does not wait in a
     * callback, and has a deadline, because a callback that does not return must not hold up the thread that closes.
     *
     * @param deadlineNs on the {@code System.nanoTime} clock
     */
    public void awaitEnd(long deadlineNs) {
        if (isInCallback()) {
            return;
        }
        try {
            loop.awaitEnd(deadlineNs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the calling thread must not wait for the peer: it is some session's own, or in this one's callback. */
    boolean isInCallback() {
        return SessionThread.isCurrent() || receiving.isInCallback();
    }

    /** Whether the calling thread is this session's own, or in a message's callback of it. */
    boolean isOwnCallback() {
        return current.isOwnThread() || receiving.isInCallback();
    }

    @Override
    public String channel() {
        return options.channel();
    }

    @Override
    public Peer peer() {
        return current.peer();
    }

    @Override
    public SessionState state() {
        Attachment present = current.present();
        return present != null && present.outgoing().acknowledgement().isUnresponsive()
                ? SessionState.UNRESPONSIVE : current.state();
    }

    /** Questions and answers have a number, which only {@link QuestionEnd} gives them. */
    private void checkKind(MessageKind kind) {
        if (QuestionDescriptor.isNumbered(kind)) {
            throw new UsageException("A message cannot be of kind " + kind + ": ask, or answer a question");
        }
        if (kind == MessageKind.CALL) {
            questions().checkSupported();
        }
    }

    @Override
    public boolean offer(MessageKind kind, ByteBuffer payload) {
        checkKind(kind);
        try {
            return sending.offer(kind, payload);
        } catch (InternalError e) {
            throw struckWhileSending(e);
        }
    }

    @Override
    public boolean enqueue(MessageKind kind, ByteBuffer payload) {
        checkKind(kind);
        try {
            sending.sendWithoutWaiting(kind, payload);
            return true;
        } catch (OutboxFullException e) {
            return false;
        } catch (InternalError e) {
            throw struckWhileSending(e);
        }
    }

    @Override
    public Claim claim(MessageKind kind, int length) {
        checkKind(kind);
        try {
            return sending.claim(kind, length);
        } catch (InternalError e) {
            throw struckWhileSending(e);
        }
    }

    @Override
    public Batch batch() {
        if (isInCallback()) {
            throw new IllegalStateException("A callback cannot wait for other senders: send each message by itself");
        }
        try {
            return batch.begin();
        } catch (InternalError e) {
            throw struckWhileSending(e);
        }
    }

    @Override
    public void send(MessageKind kind, ByteBuffer payload) {
        checkKind(kind);
        try {
            if (isInCallback()) {
                sending.sendWithoutWaiting(kind, payload);
            } else if (!sending.publishNow(kind, payload)) {
                blocking.send(kind, payload, Deadlines.never());
            }
        } catch (InternalError e) {
            throw struckWhileSending(e);
        }
    }

    @Override
    public void send(MessageKind kind, ByteBuffer payload, Duration timeout) {
        checkKind(kind);
        try {
            if (!sending.publishNow(kind, payload)) {
                blocking.send(kind, payload, Deadlines.after(timeout));
            }
        } catch (InternalError e) {
            throw struckWhileSending(e);
        }
    }

    @Override
    public CompletableFuture<Message> ask(MessageKind kind, ByteBuffer question) {
        return questions().ask(kind, question, false);
    }

    @Override
    public CompletableFuture<Message> askRepeatable(MessageKind kind, ByteBuffer question) {
        return questions().ask(kind, question, true);
    }

    /** Questions, answers and calls below the API; the same object every time. */
    public QuestionEnd questions() {
        QuestionEnd made = questions;
        return made == null ? makeQuestions() : made;
    }

    RelayEnd relay() {
        return new RelayEnd(this, current, receiving, blocking, loop);
    }

    private synchronized QuestionEnd makeQuestions() {
        if (questions == null) {
            questions = new QuestionEnd(this, asked, dispatcher, new AnswerWait(options, receiving, readers), current,
                    sending, blocking);
        }
        return questions;
    }

    @Override
    public void flush(Duration timeout) {
        if (isOwnCallback()) {
            throw new IllegalStateException("A callback cannot wait for its own peer: flush on another thread");
        }
        boolean flushed;
        try {
            flushed = blocking.flush(Deadlines.after(timeout));
        } catch (InternalError e) {
            throw struckWhileSending(e);
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
            int count = receiving.poll(this, handler, limit);
            if (count == 0 && current.state() == SessionState.CLOSED) {
                // The backlog got the last messages before the state changed.
                count = receiving.poll(this, handler, limit);
                if (count == 0) {
                    throw current.closed();
                }
            }
            return count;
        } catch (InternalError e) {
            throw struckWhileReceiving(e);
        }
    }

    @Override
    public Message receive(Duration timeout) {
        ReceivedMessage received = new ReceivedMessage();
        receive(received, 1, timeout);
        return received.message();
    }

    @Override
    public int receive(MessageListener handler, int limit, Duration timeout) {
        checkPolling();
        try {
            int count = receiving.poll(this, handler, limit);
            return count > 0 ? count : receiving.receive(this, handler, limit, Deadlines.after(timeout));
        } catch (InternalError e) {
            throw struckWhileReceiving(e);
        }
    }

    SessionClosedException struckWhileSending(InternalError error) {
        sending.releaseLock();
        return current.failTruncated(error);
    }

    SessionClosedException struckWhileReceiving(InternalError error) {
        receiving.releaseLock();
        return current.failTruncated(error);
    }

    /** Whether there are messages of ended attachments that the application has not polled. */
    public boolean hasBacklog() {
        return receiving.hasBacklog();
    }

    private void checkPolling() {
        if (!options.isPolled()) {
            throw new IllegalStateException("The session has a listener, which takes all messages");
        }
        if (receiving.isInCallback()) {
            throw new IllegalStateException("A callback cannot take the next message: return first");
        }
    }

    @Override
    public SessionStatistics statistics() {
        AttachmentCounts sent = current.counts();
        Attachment present = current.present();
        return new SessionStatistics(sent.messages(), sent.bytes(), receiving.messages(), receiving.bytes(),
                sent.bells(), sent.sleeps(), sending.outboxLength(), asked.inFlight(), asked.dropped(),
                present == null ? 0 : present.outgoing().unacknowledgedMessages(),
                present == null ? 0 : present.outgoing().unacknowledgedBytes(),
                sent.blocked(), sending.refusals(), sent.redelivered(), receiving.redelivered());
    }

    @Override
    public boolean join(Duration timeout) {
        if (isOwnCallback()) {
            throw new IllegalStateException("A callback cannot wait for its own session: join on another thread");
        }
        try {
            return loop.awaitEnd(Deadlines.after(timeout));
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    @Override
    public void close() {
        beginClose(Deadlines.after(CLOSE_TIMEOUT));
        awaitEnd(Deadlines.after(CLOSE_TIMEOUT));
    }
}
