// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;

/**
 * A question that the peer asks. Its {@link #kind()} is that of its payload.
 *
 * <p><b>Ownership.</b> As with every {@link Message} of a callback, the payload belongs to the listener until it
 * returns, on its thread only. The question itself may be kept, and answered by any thread later, once. Of two threads
 * that answer at the same time, one gets an {@link IllegalStateException}.
 *
 * <p><b>If the peer dies or leaves,</b> nobody waits for the answer any more: it is dropped without an error, and never
 * goes to another peer. It is also dropped if this session is over.
 */
public interface Question extends Message {
    /**
     * Whether the peer waits for an answer.
     *
     * @return false for a call without a result
     */
    boolean expectsAnswer();

    /**
     * Answers. Waits for room as {@link Session#send(MessageKind, ByteBuffer)} does, but not for another peer.
     *
     * @param kind TEXT or BINARY
     * @param answer the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @throws IllegalStateException if the question has been answered, or expects no answer
     * @throws UsageException if it is of another kind; the question is still to be answered
     * @throws MessageTooLongException if the answer, with 8 bytes for its number, is over the limit of either side; the
     *     question is still to be answered
     * @throws OutboxFullException in a callback, if the outbox has no room; the question is still to be answered
     * @throws UnresponsiveException if a response timeout is set and the peer acknowledges nothing for that long; the
     *     question is still to be answered
     * @throws InterruptedSessionException if the thread is interrupted while waiting; the question is still to be
     *     answered
     */
    void answer(MessageKind kind, ByteBuffer answer);

    /**
     * Says that there is no answer: the peer's future ends with a {@link QuestionFailedException}. Waits for room as
     * {@link #answer(MessageKind, ByteBuffer)} does. In a callback there is always room in the outbox.
     *
     * @param reason one line for people; at most 1,000 characters are sent, and unpaired surrogates as {@code ?}
     * @throws IllegalStateException if the question has been answered, or expects no answer
     * @throws UnresponsiveException if a response timeout is set and the peer acknowledges nothing for that long; the
     *     question is still to be answered
     * @throws InterruptedSessionException if the thread is interrupted while waiting; the question is still to be
     *     answered
     */
    void fail(String reason);

    /**
     * {@link #answer(MessageKind, ByteBuffer)} with text.
     *
     * @param answer any text without unpaired surrogates
     * @throws UsageException if a surrogate is unpaired, because UTF-8 cannot carry it
     */
    default void answer(String answer) {
        answer(MessageKind.TEXT, Payloads.encode(answer));
    }

    /**
     * {@link #answer(MessageKind, ByteBuffer)} with a whole array.
     *
     * @param answer the bytes
     */
    default void answer(byte[] answer) {
        answer(MessageKind.BINARY, ByteBuffer.wrap(answer));
    }

    /**
     * {@link #answer(MessageKind, ByteBuffer)} with a buffer's remaining bytes.
     *
     * @param answer the bytes from its position to its limit
     */
    default void answer(ByteBuffer answer) {
        answer(MessageKind.BINARY, answer);
    }

    /**
     * {@link #answer(MessageKind, ByteBuffer)} with Chronicle bytes.
     *
     * @param answer the bytes from its read position to its read limit, which stay
     */
    default void answer(Bytes<?> answer) {
        answer(MessageKind.BINARY, Payloads.copy(answer));
    }
}
