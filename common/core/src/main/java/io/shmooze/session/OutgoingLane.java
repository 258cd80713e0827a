// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageKind;
import io.shmooze.Peer;
import io.shmooze.ProtocolException;
import io.shmooze.UnresponsiveException;
import io.shmooze.fault.FailPoint;
import io.shmooze.lane.LaneWriter;
import io.shmooze.lane.QuestionDescriptor;
import io.shmooze.lane.UnacknowledgedMessage;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.wait.Doorbell;
import io.shmooze.wait.EventCount;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The lane to the peer of one attachment. Owns its writer, and the counts of published messages.
 *
 * <p><b>Assumptions.</b> The caller holds the session's write lock, except where a method says otherwise. An error
 * fails the attachment, and the method answers as if the lane were full.
 */
final class OutgoingLane {
    private final AttachmentState state;
    private final Segment segment;
    private final Doorbell doorbell;
    private final Peer peer;
    private final int maxMessageLength;
    private final LaneWriter writer;
    private final EventCount peerArrivals;
    /** Whether the peer sleeps at all while it waits for messages. */
    private final boolean peerSleeps;
    private final boolean takesQuestions;
    private final AcknowledgementWait acknowledgement;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong blocked = new AtomicLong();
    /** How many messages were published when a thread last waited for room; guarded by the write lock. */
    private long blockedAt = -1;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong redelivered = new AtomicLong();

    OutgoingLane(AttachmentState state, HandshakeResult handshake, SessionOptions options) {
        this.state = state;
        this.segment = handshake.segment();
        this.doorbell = handshake.doorbell();
        this.peer = handshake.peer();
        this.maxMessageLength = Math.min(options.maxMessageLength(), handshake.peerMaxMessageLength());
        Side side = handshake.side();
        int peerLine = side.other().ownLineOffset();
        this.acknowledgement = new AcknowledgementWait(state, handshake, options);
        int capacity = SegmentDescriptor.laneCapacity(segment.length());
        this.writer = new LaneWriter(segment, side.outLaneOffset(capacity), capacity,
                acknowledgement.acknowledgedOffset(), segment.bulkArea(side));
        this.peerArrivals = new EventCount(segment, peerLine + SegmentDescriptor.ARRIVALS_EPOCH_OFFSET);
        this.peerSleeps = !handshake.features().contains(Feature.spins(side.other()));
        this.takesQuestions = handshake.features().contains(Feature.QUESTIONS);
    }

    /** Whether the peer knows questions and answers. For any thread. */
    boolean takesQuestions() {
        return takesQuestions;
    }

    /** Whether the peer has hung up, or this side has. For any thread. */
    boolean isOver() {
        return state.isOver();
    }

    Peer peer() {
        return peer;
    }

    /** Publishes a message if it fits into one frame and the lane has room for that. */
    boolean publishWhole(MessageKind kind, ByteBuffer payload) {
        return state.failure() == null && publishWhole(kind, payload, true);
    }

    /** The same without a fence, for a caller that calls {@link #post} later; false also once the peer has hung up. */
    boolean publishUnposted(MessageKind kind, ByteBuffer payload) {
        return !state.isOver() && publishWhole(kind, payload, false);
    }

    /** {@link #publishWhole(MessageKind, ByteBuffer)} of a question or an answer that begins with a word. */
    boolean publishWhole(MessageKind kind, long word, ByteBuffer payload, Publishable due) {
        boolean published = publishWhole(kind, word, payload);
        if (published) {
            due.published();
        }
        return published;
    }

    private boolean publishWhole(MessageKind kind, long word, ByteBuffer payload) {
        int length = QuestionDescriptor.WORD_LENGTH + payload.remaining();
        if (state.failure() != null || length > maxMessageLength) {
            return false;
        }
        try {
            return writer.writeWhole(kind, word, payload) && published(length, true);
        } catch (ProtocolException | Error e) {
            return failed(e);
        }
    }

    private boolean isKnown(MessageKind kind) {
        return takesQuestions || kind.ordinal() <= MessageKind.FILE.ordinal();
    }

    private boolean published(int length, boolean posted) {
        if (posted) {
            signal();
        } else {
            look();
        }
        FailPoint.AFTER_POST.reached();
        count(length);
        return true;
    }

    private boolean publishWhole(MessageKind kind, ByteBuffer payload, boolean posted) {
        int length = payload.remaining();
        try {
            return length <= maxMessageLength && isKnown(kind) && writer.writeWhole(kind, payload)
                    && published(length, posted);
        } catch (ProtocolException | Error e) {
            return failed(e);
        }
    }

    /** Publishes as much of the rest of a message as there is room for; true if all of it is published. */
    boolean publish(PendingMessage pending) {
        if (state.failure() != null) {
            return false;
        }
        if (pending.length() > maxMessageLength) {
            // It was accepted when there was a peer with a higher limit.
            return state.fail(new ProtocolException("A message of " + pending.length() + " bytes cannot be sent again: "
                    + "the new peer's limit is " + maxMessageLength));
        }
        if (!isKnown(pending.kind())) {
            return state.fail(new ProtocolException("A call cannot be sent again: the new peer knows no calls"));
        }
        try {
            if (pending.published() == 0 && writer.isFragmented(pending.length())) {
                // Before the first frame. If copying failed later, a published message would have no copy.
                pending.keep(writer::copy);
            }
            boolean whole = false;
            boolean fragmented = false;
            while (!whole) {
                fragmented = pending.published() > 0;
                int length = writer.write(pending.kind(), pending.payload(), pending.published(),
                        pending.redelivered());
                if (length == LaneWriter.NO_ROOM) {
                    signal();
                    return false;
                }
                whole = pending.advance(length);
                if (!whole) {
                    look();
                    FailPoint.AFTER_POST.reached();
                    FailPoint.BETWEEN_FRAMES.reached();
                }
            }
            signal();
            FailPoint.AFTER_POST.reached();
            if (fragmented) {
                writer.retain(pending.keep(writer::copy));
            }
            count(pending.length());
            if (pending.redelivered()) {
                redelivered.setRelease(redelivered.getPlain() + 1);
            }
            return true;
        } catch (ProtocolException | Error e) {
            return failed(e);
        }
    }

    /** The peer has broken the protocol. For any thread. */
    void fail(ProtocolException violation) {
        state.fail(violation);
    }

    /** An Error may have come between a store to the lane and the update of the writer's own fields. */
    private boolean failed(Throwable cause) {
        state.fail(cause);
        if (cause instanceof Error error && !(cause instanceof InternalError)) {
            throw error;
        }
        return false;
    }

    /** Memory in the lane for a message in one frame; null if there is no room now. */
    ByteBuffer claim(int length) {
        try {
            return state.failure() != null ? null : writer.claimWhole(length);
        } catch (ProtocolException | Error e) {
            failed(e);
            return null;
        }
    }

    /** Publishes the message that was written to the claimed memory. */
    void commit(MessageKind kind, int length) {
        try {
            writer.commitWhole(kind, length);
            signal();
            FailPoint.AFTER_POST.reached();
            count(length);
        } catch (Error e) {
            failed(e);
        }
    }

    /** Whether a message needs more than one frame, now. */
    boolean isFragmented(int length) {
        try {
            return writer.isFragmented(length);
        } catch (ProtocolException | Error e) {
            return failed(e);
        }
    }

    /** Whether the lane, when it is empty, holds a whole message of this length. */
    boolean canHold(int length) {
        try {
            return writer.canHold(length);
        } catch (ProtocolException | Error e) {
            // As if the lane were full, and nothing were longer.
            return !failed(e);
        }
    }

    /** Whether the lane has room for a whole message now. */
    boolean fits(int length) {
        try {
            return writer.fits(length);
        } catch (ProtocolException | Error e) {
            return failed(e);
        }
    }

    /** Whether there is room now for the last frame that found none. */
    boolean hasRoom() {
        try {
            return state.failure() == null && writer.hasRoom();
        } catch (ProtocolException | InternalError e) {
            return state.fail(e);
        }
    }

    /**
     * Waits for room for the last frame that found none; where that does not take longer, for more.
     *
     * @return false if the time or the attachment is over
     * @throws UnresponsiveException if the peer acknowledges nothing for the response timeout
     */
    boolean awaitRoom(long deadlineNs) throws InterruptedException {
        long published = messages.getPlain();
        if (published != blockedAt) {
            blockedAt = published;
            blocked.setRelease(blocked.getPlain() + 1);
        }
        return acknowledgement.await(() -> state.failure() == null && writer.hasPlentyOfRoom(), this::hasRoom,
                writer::awaitedPosition, deadlineNs);
    }

    /** For the outbox: asks the peer for a bell when there is room, until it is disarmed; again after a bell. */
    void armRoom(boolean again) {
        try {
            acknowledgement.arm(writer.awaitedPosition(), again);
        } catch (InternalError e) {
            state.fail(e);
        }
    }

    /** Bells heard so far. For any thread. */
    long bells() {
        return doorbell.bells();
    }

    /** How far this side has published, bytes. */
    long position() {
        return writer.position();
    }

    /** The complete messages that the peer has not acknowledged, oldest first; none if the segment is truncated. */
    List<UnacknowledgedMessage> unacknowledged() {
        try {
            List<UnacknowledgedMessage> unacknowledged = writer.unacknowledged();
            segment.probe();
            return unacknowledged;
        } catch (ProtocolException | InternalError e) {
            state.fail(e);
            return List.of();
        }
    }

    /** Fails the attachment and returns false if the acknowledged position is impossible. */
    boolean checkAcknowledged() {
        try {
            writer.acknowledged();
            return true;
        } catch (ProtocolException | InternalError e) {
            return state.fail(e);
        }
    }

    private void count(int length) {
        messages.setRelease(messages.getPlain() + 1);
        bytes.setRelease(bytes.getPlain() + length);
    }

    /** Wakes a peer that sleeps; to be called after the last of several messages that were published unposted. */
    void post() {
        try {
            signal();
        } catch (InternalError e) {
            state.fail(e);
        }
    }

    private void signal() {
        if (peerSleeps && peerArrivals.takeWaiter()) {
            doorbell.ring();
        }
    }

    /** The same without a fence; may miss a peer that is just falling asleep. */
    private void look() {
        if (peerSleeps && peerArrivals.takeWaiterUnfenced()) {
            doorbell.ring();
        }
    }

    /** The longest message that both sides accept, bytes. For any thread. */
    int maxMessageLength() {
        return maxMessageLength;
    }

    /** Messages published. For any thread. */
    long messages() {
        return messages.get();
    }

    /** The sum of their payloads, bytes. For any thread. */
    long bytes() {
        return bytes.get();
    }

    /** Those of the messages that are marked as sent again. For any thread. */
    long redelivered() {
        return redelivered.get();
    }

    /** Messages for which a thread had to wait until there was room. For any thread. */
    long blocked() {
        return blocked.get();
    }

    /** Messages that the peer has not acknowledged; -1 if it does not count them. For any thread. */
    long unacknowledgedMessages() {
        return acknowledgement.unacknowledgedMessages(messages());
    }

    /** Bytes of the lane that the peer has not acknowledged. For any thread, which may see an older number. */
    long unacknowledgedBytes() {
        return acknowledgement.unacknowledgedBytes(writer.position());
    }

    /** Frames published. For any thread, which may see an older number. */
    long frames() {
        return writer.frames();
    }

    /** The waits for the peer to acknowledge. */
    AcknowledgementWait acknowledgement() {
        return acknowledgement;
    }
}
