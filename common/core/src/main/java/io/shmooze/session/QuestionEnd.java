// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.DetachReason;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Peer;
import io.shmooze.PeerGoneException;
import io.shmooze.QuestionFailedException;
import io.shmooze.QuestionListener;
import io.shmooze.SessionClosedException;
import io.shmooze.ShmoozeException;
import io.shmooze.TooManyQuestionsException;
import io.shmooze.UnsupportedByPeerException;
import io.shmooze.UsageException;
import io.shmooze.lane.QuestionDescriptor;
import io.shmooze.lane.UnacknowledgedMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The questions and answers of a session, in both directions: asks, answers, and waits. Owns no state of its own: the
 * questions are in {@link Questions}. For any thread.
 *
 * <p>A question is a message that begins with its number. It is published by the sending end like any other, but only
 * as long as it is due: under the write lock, whoever publishes it looks whether it has ended. So a question that the
 * peer's death has ended is not asked of the next peer.
 */
public final class QuestionEnd {
    private final DuplexSession session;
    private final Questions asked;
    private final QuestionDispatcher dispatcher;
    private final AnswerWait wait;
    private final CurrentAttachment current;
    private final SendingEnd sending;
    private final BlockingSender blocking;
    /** Kept, because a wait is to allocate nothing. */
    private final Runnable wakeReader = this::wakeReader;
    private volatile Object companion;

    QuestionEnd(DuplexSession session, Questions asked, QuestionDispatcher dispatcher, AnswerWait wait,
                CurrentAttachment current, SendingEnd sending, BlockingSender blocking) {
        this.session = session;
        this.asked = asked;
        this.dispatcher = dispatcher;
        this.wait = wait;
        this.current = current;
        this.sending = sending;
        this.blocking = blocking;
    }

    CompletableFuture<Message> ask(MessageKind kind, ByteBuffer question, boolean repeatable) {
        if (kind != MessageKind.TEXT && kind != MessageKind.BINARY) {
            throw new UsageException("A question cannot be of kind " + kind + ": ask TEXT or BINARY");
        }
        MessageFuture future = new MessageFuture(session, repeatable ? new RepeatableQuestion() : null, false);
        ask(future, kind, question);
        return future;
    }

    /**
     * Asks a question, as {@link io.shmooze.Asker#ask(MessageKind, ByteBuffer)} does. If this method throws, the
     * question is not asked, and {@code question} is not told.
     *
     * @param question is told how it ends
     * @param content TEXT, BINARY or CALL
     * @param payload from its position to its limit, which stay
     */
    public void ask(PendingQuestion question, MessageKind content, ByteBuffer payload) {
        asked.register(question);
        boolean published = false;
        try {
            checkSupported();
            long word = QuestionDescriptor.word(question.number(), content);
            if (question.repeatable() != null) {
                question.repeatable().keep(
                        new UnacknowledgedMessage(MessageKind.QUESTION, numbered(word, payload), true));
            }
            publish(MessageKind.QUESTION, word, payload, question);
            published = true;
        } finally {
            if (!published) {
                asked.withdraw(question);
            }
        }
    }

    /** Throws if the present peer knows neither questions nor calls. */
    void checkSupported() {
        Attachment present = current.present();
        if (present != null && !present.outgoing().takesQuestions()) {
            throw unsupported(present.peer());
        }
    }

    /** Sends an answer, or that there is none; nothing if the peer that asked is gone. For any thread. */
    void answer(ReceivedQuestion question, MessageKind kind, MessageKind content, ByteBuffer payload) {
        try {
            publish(kind, QuestionDescriptor.word(question.number(), content), payload, question);
        } catch (SessionClosedException e) {
            // The peer that asked is gone, or does not wait any more.
            return;
        }
    }

    private void publish(MessageKind kind, long word, ByteBuffer payload, Publishable due) {
        try {
            boolean published = !due.isRepeated() && sending.publishNow(kind, word, payload, due);
            if (!published && due.isDue(null)) {
                if (session.isInCallback()) {
                    sending.addToOutbox(kind, numbered(word, payload), due);
                } else {
                    blocking.send(kind, numbered(word, payload), due);
                }
            }
        } catch (InternalError e) {
            throw session.struckWhileSending(e);
        }
    }

    private static ByteBuffer numbered(long word, ByteBuffer payload) {
        return ByteBuffer.allocate(QuestionDescriptor.WORD_LENGTH + payload.remaining())
                .order(ByteOrder.LITTLE_ENDIAN).putLong(word).put(payload.duplicate()).flip();
    }

    /** Why a peer does not answer. Exceptions are made here, so that a session without questions loads none. */
    static ShmoozeException gone(DetachReason reason, Peer peer, String failure) {
        String what = switch (reason) {
            case CLOSED_HERE -> "This side closed the session before the peer '" + peer.name() + "' answered";
            case CLOSED_BY_PEER -> "The peer '" + peer.name() + "' closed the session before it answered";
            case PEER_DIED -> "The peer '" + peer.name() + "' died before it answered";
            case FAILED -> "The session failed before the peer '" + peer.name() + "' answered: " + failure;
        };
        return new PeerGoneException(what, reason);
    }

    static ShmoozeException failed(String reason) {
        return new QuestionFailedException(reason);
    }

    static ShmoozeException tooMany(int limit) {
        return new TooManyQuestionsException(limit + " questions are in flight, which is the limit: wait for "
                + "answers, or raise the limit with maxQuestions");
    }

    static ShmoozeException unsupported(Peer peer) {
        return new UnsupportedByPeerException("The peer '" + peer.name() + "' cannot answer questions: update its "
                + "program to one that knows them");
    }

    /**
     * The owner of a question ends it: an answer that comes later is dropped and counted.
     *
     * @param question as it was asked
     */
    public void withdraw(PendingQuestion question) {
        asked.withdraw(question);
    }

    /** A thread that reads until a question has ended looks again. */
    void wakeReader() {
        Attachment present = current.present();
        if (present != null) {
            present.wake();
        }
    }

    /**
     * Sets the listener for questions and calls that no listener of the builder knows. In a session without listeners,
     * the thread that polls, or waits for an answer, calls it.
     *
     * @param listener asked last
     */
    public void onQuestion(QuestionListener listener) {
        dispatcher.addLast(listener);
    }

    /**
     * Waits for an answer. In a session without listeners, the calling thread reads meanwhile.
     *
     * @param awaited what is to come
     * @param deadlineNs on the {@code System.nanoTime} clock
     * @return false if it has not come in time
     * @throws InterruptedException if the thread is interrupted while waiting
     * @throws IllegalStateException in a callback of this session, because it would wait for itself
     */
    public boolean await(AwaitedEnd awaited, long deadlineNs) throws InterruptedException {
        if (awaited.isDone()) {
            return true;
        }
        checkMayWait();
        try {
            return wait.await(awaited, session, wakeReader, deadlineNs);
        } catch (InternalError e) {
            throw session.struckWhileReceiving(e);
        }
    }

    /**
     * Refuses to wait where {@link #await} would.
     *
     * @throws IllegalStateException in a callback of this session
     */
    public void checkMayWait() {
        if (session.isOwnCallback()) {
            throw new IllegalStateException("A callback cannot wait for an answer of its own session's peer: use "
                    + "thenAccept, or wait on another thread");
        }
    }

    /**
     * Whether the calling thread is in a callback, of this session or of another one.
     *
     * @return true if a wait might hold up a session
     */
    public boolean isInCallback() {
        return session.isInCallback();
    }

    /**
     * The end of a wait for an answer that begins now, by the response timeout.
     *
     * @return on the {@code System.nanoTime} clock
     */
    public long answerDeadlineNs() {
        return wait.deadlineNs();
    }

    /**
     * Sends a call that nobody waits for, as {@link io.shmooze.Session#send(MessageKind, ByteBuffer)} does.
     *
     * @param payload from its position to its limit, which stay
     * @throws UnsupportedByPeerException if the peer does not know calls
     */
    public void call(ByteBuffer payload) {
        checkSupported();
        session.send(MessageKind.CALL, payload);
    }

    /**
     * What the layer of calls keeps for this session.
     *
     * @param maker makes it, when it is asked for first
     * @return the same object from then on
     */
    public Object companion(Function<DuplexSession, ?> maker) {
        Object made = companion;
        return made == null ? makeCompanion(maker) : made;
    }

    private synchronized Object makeCompanion(Function<DuplexSession, ?> maker) {
        if (companion == null) {
            companion = maker.apply(session);
        }
        return companion;
    }

    /**
     * Reports an error that no callback can throw, because it happened on a thread of the application.
     *
     * @param error goes to the session's listeners
     */
    public void report(Throwable error) {
        dispatcher.report(error);
    }
}
