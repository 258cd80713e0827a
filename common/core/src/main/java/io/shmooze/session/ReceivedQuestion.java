// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.OutboxFullException;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.Question;
import io.shmooze.UsageException;
import io.shmooze.lane.QuestionDescriptor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import net.openhft.chronicle.bytes.Bytes;

/**
 * A question that the peer asks. Owns whether it has been answered, and the lane to the peer that asked: an answer
 * never goes to another peer.
 */
final class ReceivedQuestion implements Question, Publishable {
    /** Characters of a failure's text. */
    private static final int MAX_REASON = 1000;

    private final DuplexSession session;
    /** Null if the peer is gone. */
    private final OutgoingLane lane;
    private final long number;
    private final boolean expectsAnswer;
    private final AtomicBoolean answered;
    /**
     * Null after the callback. Not volatile, because a fence would make the answer later; other threads may use it only
     * while the callback waits for them.
     */
    private Message message;

    /** Of the message of a running callback, or of a copy. */
    ReceivedQuestion(DuplexSession session, OutgoingLane lane, Message message, long number, boolean expectsAnswer) {
        this.session = session;
        this.lane = lane;
        this.message = message;
        this.number = number;
        this.expectsAnswer = expectsAnswer;
        this.answered = new AtomicBoolean(!expectsAnswer);
    }

    /** The callback has returned, and the memory is for other messages. */
    void close() {
        message = null;
    }

    private Message message() {
        Message open = message;
        if (open == null) {
            throw new IllegalStateException("The question was read after its callback: keep text() instead");
        }
        return open;
    }

    long number() {
        return number;
    }

    @Override
    public boolean isDue(OutgoingLane on) {
        return on == null ? lane != null && !lane.isOver() : on == lane;
    }

    @Override
    public void published() {
        // Nothing depends on it.
    }

    @Override
    public boolean expectsAnswer() {
        return expectsAnswer;
    }

    @Override
    public void answer(MessageKind kind, ByteBuffer answer) {
        if (!QuestionDescriptor.isContent(kind)) {
            throw new UsageException("An answer cannot be of kind " + kind + ": answer with TEXT or BINARY");
        }
        end(MessageKind.ANSWER, kind, answer);
    }

    @Override
    public void fail(String reason) {
        String text = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int most = lane == null ? bytes.length : Math.max(0, lane.maxMessageLength() - QuestionDescriptor.WORD_LENGTH);
        try {
            end(MessageKind.FAILURE, MessageKind.TEXT, ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, most)));
        } catch (OutboxFullException e) {
            // The peer waits for more answers than anybody keeps for it.
            lane.fail(new ProtocolException("The peer asks and does not read the answers: " + e.getMessage()));
        }
    }

    private void end(MessageKind kind, MessageKind content, ByteBuffer payload) {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException(expectsAnswer ? "The question has been answered already"
                    : "Nobody waits for an answer to this call");
        }
        boolean done = false;
        try {
            session.questions().answer(this, kind, content, payload);
            done = true;
        } finally {
            if (!done) {
                answered.set(false);
            }
        }
    }

    /** Whether nobody has answered it yet. */
    boolean isOpen() {
        return !answered.get();
    }

    @Override
    public MessageKind kind() {
        return message().kind();
    }

    @Override
    public int length() {
        return message().length();
    }

    @Override
    public String text() {
        return message().text();
    }

    @Override
    public Bytes<?> bytes() {
        return message().bytes();
    }

    @Override
    public ByteBuffer buffer() {
        return message().buffer();
    }

    @Override
    public byte[] toByteArray() {
        return message().toByteArray();
    }

    @Override
    public void copyTo(ByteBuffer target) {
        message().copyTo(target);
    }

    @Override
    public boolean redelivered() {
        return message().redelivered();
    }

    @Override
    public Peer peer() {
        return message().peer();
    }
}
