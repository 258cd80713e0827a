// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import net.openhft.chronicle.bytes.Bytes;

/**
 * Asks the peer questions. A question is a message with a number; the peer's {@link QuestionListener} gives it one
 * answer. Both sides may ask.
 *
 * <p><b>The future</b> ends once, in one of these ways:
 * <ul>
 *   <li>with the answer, a copy that may be kept. Its {@link Message#kind()} is the one that the peer gave it;
 *   <li>with a {@link QuestionFailedException}, if the peer's listener has thrown or refused to answer, or if nobody
 *       answers questions there;
 *   <li>at once, with a {@link PeerGoneException}, when the peer dies or leaves, or this side closes the session. What
 *       the peer has published before is read first. The peer may have handled the question;
 *   <li>with an {@link UnsupportedByPeerException}, if a client was reconnecting and its next server does not know
 *       questions;
 *   <li>with another {@link ShmoozeException}, if there is no memory for the answer's copy;
 *   <li>by its owner: {@code cancel}, {@code orTimeout}, {@code complete} and the like. An answer that comes later is
 *       dropped and counted in {@link SessionStatistics#answersDropped()}. End the future itself: one that was derived
 *       from it does not pass its own end on, and the question stays in flight.
 * </ul>
 * There is no timeout but the owner's. A peer that is stopped is not dead.
 *
 * <p><b>Threads.</b> The thread that reads the answer completes the future, and runs what depends on it as a callback.
 * With a message or question listener that is the session's own thread. Without one it is the application's thread that
 * polls, or that waits in {@code get} or {@code join} of this future or of one derived from it: while it waits, it
 * reads. When the peer is gone, the session's own thread completes the futures in either case.
 *
 * <p><b>Waiting without a listener.</b> Messages that arrive while a thread waits are acknowledged and kept for the
 * next {@link Session#poll}. If they are longer in all than the longest message may be, {@code get} and {@code join}
 * throw {@link IllegalStateException}; the question stays in flight. If several threads wait, one of them reads for
 * all. A thread that waits for something else, like {@code CompletableFuture.allOf}, does not read: wait for one future
 * after the other, or poll.
 *
 * <p><b>Waiting in a callback</b> of the same session would wait for itself: {@code get} and {@code join} throw {@link
 * IllegalStateException} there. Asking there is fine: use {@code thenAccept} and the like.
 *
 * <p><b>Order.</b> Questions and messages of one thread arrive in the order in which it sent them. Answers come in the
 * order in which the peer gives them.
 *
 * <p><b>Waiting for room.</b> A call waits like {@link Session#send(MessageKind, ByteBuffer)}: for room, and for the
 * next server while a client reconnects. In a callback, a question that does not fit goes to the outbox.
 */
public interface Asker {
    /**
     * Asks the peer a question.
     *
     * @param kind TEXT or BINARY
     * @param question the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @return ends as the class says
     * @throws UnsupportedByPeerException if the peer does not know questions
     * @throws TooManyQuestionsException if as many questions are in flight as the builder allows
     * @throws MessageTooLongException if the question, with 8 bytes for its number, is over the limit of either side
     * @throws UsageException if it is of another kind
     * @throws OutboxFullException in a callback, if the outbox has no room
     * @throws UnresponsiveException if a response timeout is set and the peer acknowledges nothing for that long; the
     *     question was not asked and will not be
     * @throws SessionClosedException if the session is over, or ends while waiting
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     */
    CompletableFuture<Message> ask(MessageKind kind, ByteBuffer question);

    /**
     * {@link #ask(MessageKind, ByteBuffer)} a question that may be asked again. When the peer of a client dies or
     * leaves before it has answered, the next server is asked, before any other message. The question is then {@link
     * Message#redelivered()}, because an application may have handled it. The future ends with a {@link
     * PeerGoneException} only with the session. This side keeps a copy of the question until its future ends. On a
     * server this method is the same as {@code ask}.
     *
     * @param kind TEXT or BINARY
     * @param question the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @return ends as the class says, but for a peer that is gone
     * @throws UnsupportedByPeerException as there, and the other exceptions too
     */
    CompletableFuture<Message> askRepeatable(MessageKind kind, ByteBuffer question);

    /**
     * {@link #ask(MessageKind, ByteBuffer)} with text.
     *
     * @param question any text without unpaired surrogates
     * @return as there
     * @throws UsageException if a surrogate is unpaired, because UTF-8 cannot carry it
     */
    default CompletableFuture<Message> ask(String question) {
        return ask(MessageKind.TEXT, Payloads.encode(question));
    }

    /**
     * {@link #ask(MessageKind, ByteBuffer)} with a whole array.
     *
     * @param question the bytes
     * @return as there
     */
    default CompletableFuture<Message> ask(byte[] question) {
        return ask(MessageKind.BINARY, ByteBuffer.wrap(question));
    }

    /**
     * {@link #ask(MessageKind, ByteBuffer)} with a buffer's remaining bytes.
     *
     * @param question the bytes from its position to its limit
     * @return as there
     */
    default CompletableFuture<Message> ask(ByteBuffer question) {
        return ask(MessageKind.BINARY, question);
    }

    /**
     * {@link #ask(MessageKind, ByteBuffer)} with Chronicle bytes.
     *
     * @param question the bytes from its read position to its read limit, which stay
     * @return as there
     */
    default CompletableFuture<Message> ask(Bytes<?> question) {
        return ask(MessageKind.BINARY, Payloads.copy(question));
    }

    /**
     * {@link #askRepeatable(MessageKind, ByteBuffer)} with text.
     *
     * @param question any text without unpaired surrogates
     * @return as there
     * @throws UsageException if a surrogate is unpaired, because UTF-8 cannot carry it
     */
    default CompletableFuture<Message> askRepeatable(String question) {
        return askRepeatable(MessageKind.TEXT, Payloads.encode(question));
    }

    /**
     * {@link #askRepeatable(MessageKind, ByteBuffer)} with a whole array.
     *
     * @param question the bytes
     * @return as there
     */
    default CompletableFuture<Message> askRepeatable(byte[] question) {
        return askRepeatable(MessageKind.BINARY, ByteBuffer.wrap(question));
    }

    /**
     * {@link #askRepeatable(MessageKind, ByteBuffer)} with a buffer's remaining bytes.
     *
     * @param question the bytes from its position to its limit
     * @return as there
     */
    default CompletableFuture<Message> askRepeatable(ByteBuffer question) {
        return askRepeatable(MessageKind.BINARY, question);
    }

    /**
     * {@link #askRepeatable(MessageKind, ByteBuffer)} with Chronicle bytes.
     *
     * @param question the bytes from its read position to its read limit, which stay
     * @return as there
     */
    default CompletableFuture<Message> askRepeatable(Bytes<?> question) {
        return askRepeatable(MessageKind.BINARY, Payloads.copy(question));
    }
}
