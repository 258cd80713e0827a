// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.MessageKind;
import io.shmooze.ProtocolException;
import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The writing end of a lane: publishes messages, in the frames that a {@link Fragmenter} plans. Owns the copies of
 * fragmented messages that are not acknowledged.
 *
 * <p>If there is a wide lane, it moves there once: when the lane is full, or its frames are too short for a message, as
 * the growing queues of JCTools do.
 *
 * <p><b>Assumptions.</b> One thread at a time is in a method of this object (it holds the session's write lock), except
 * {@link #frames}. Only this process writes the lane.
 *
 * <p><b>Guarantees.</b> The reader sees a frame whole or not at all: payload and the zeroed header that follows are
 * written before the frame's own header, which is stored with release order, and which the reader loads with acquire
 * order. Bytes are reused only when the reader's acknowledged position has passed them. The reader stores it with
 * release order after its last read of them, and it is loaded here with acquire order. If a message is begun and not
 * finished, the reader drops it when the next one begins.
 *
 * <p>The ring, with padding at its end and the header as the publication, follows Agrona's {@code OneToOneRingBuffer}.
 * To save two writes and a shared cache line, only the next header is zeroed, and the reader polls no tail counter.
 */
public final class LaneWriter {
    /** Returned when the lane has no room for the next frame. */
    public static final int NO_ROOM = -1;
    private static final int WHOLE = FrameDescriptor.BEGIN | FrameDescriptor.END;
    /** The part of the lane that is plenty of room for a thread that spins, and for one that sleeps. */
    private static final int SPINNING_PART = 4;
    private static final int SLEEPING_PART = 2;

    private final FrameWriter frames;
    /** Null if there is none. */
    private final BulkWriter bulk;
    private final RetainedMessages retained;
    /** The longest payload of one frame of the wide lane; 0 if there is no wide lane to move to. */
    private int widePayload;
    private Fragmenter fragmenter;
    private int maxPayload;
    /** Of the block that found no room; 0 if the frame that found none is not BULK. */
    private int neededBlock;

    /**
     * Starts at the beginning of a fresh, zeroed lane.
     *
     * @param segment the memory
     * @param base offset of the lane
     * @param capacity bytes, a multiple of 8
     * @param acknowledgedOffset where the reader stores its position
     * @param bulkArea the bulk area of the same direction, and the wide lane; null if there is neither
     */
    public LaneWriter(Segment segment, int base, int capacity, int acknowledgedOffset, BulkArea bulkArea) {
        LaneRing ring = new LaneRing(segment, base, capacity);
        this.frames = new FrameWriter(ring, acknowledgedOffset, bulkArea);
        this.bulk = bulkArea == null ? null : new BulkWriter(bulkArea);
        this.retained = new RetainedMessages(ring, bulk);
        this.widePayload = frames.canMove() ? Fragmenter.maxPayload(bulkArea.wideLaneLength()) : 0;
        plan(capacity);
    }

    private void plan(int capacity) {
        fragmenter = new Fragmenter(capacity);
        maxPayload = Fragmenter.maxPayload(capacity);
    }

    /** Moves to the wide lane; false if there is none, or this end is already there, or there is no memory for it. */
    private boolean move() {
        LaneRing wide = frames.move();
        widePayload = 0;
        if (wide != null) {
            retained.move(wide, frames.position());
            plan(wide.capacity());
        }
        return wide != null;
    }

    /**
     * Publishes the next frame of a message, without waiting.
     *
     * @param kind what the bytes are
     * @param payload the whole message, from its position to its limit, which stay
     * @param written payload bytes that earlier calls have published
     * @param redelivered whether the reader may have seen the message before
     * @return payload bytes published by this call, or {@link #NO_ROOM}; the message is complete when all are
     * @throws ProtocolException if the reader's position is impossible
     */
    public int write(MessageKind kind, ByteBuffer payload, int written, boolean redelivered) {
        int left = payload.remaining() - written;
        if (left < 0) {
            throw new IllegalStateException("The payload was changed while it was sent");
        }
        int block = blockLength(payload.remaining(), written);
        int length = block > 0 ? block : planFragment(left, written == 0);
        if (length == NO_ROOM || block > 0 && !hasRoomForBlock(block)) {
            return NO_ROOM;
        }
        int flags = (written == 0 ? FrameDescriptor.BEGIN : 0) | (length == left ? FrameDescriptor.END : 0)
                | (redelivered ? FrameDescriptor.REDELIVERED : 0);
        if (block > 0) {
            bulk.put(payload, payload.position() + written, block);
            publishBlock(flags, kind, block);
        } else {
            frames.put(payload, payload.position() + written, length);
            frames.publish(length, flags, kind.ordinal());
        }
        return length;
    }

    /** Length of the next frame's payload in the lane, which has room for it; or {@link #NO_ROOM}. */
    private int planFragment(int left, boolean first) {
        neededBlock = 0;
        int length = planHere(left, first);
        return length == NO_ROOM && move() ? planHere(left, first) : length;
    }

    private int planHere(int left, boolean first) {
        int length = fragmenter.plan(frames.offset(), left, first);
        if (length == Fragmenter.PAD) {
            if (!frames.pad()) {
                return NO_ROOM;
            }
            length = fragmenter.plan(frames.offset(), left, first);
        }
        return frames.claim(FrameDescriptor.frameLength(length)) ? length : NO_ROOM;
    }

    /** Whether a message is one frame of the lane; moves if only the wide lane has so long frames. */
    private boolean isShort(int length) {
        return length <= maxPayload || length <= widePayload && move();
    }

    /**
     * How much of a message goes to the bulk area as the next block; 0 if the next frame goes into the lane. A message
     * that could be one block is that or, if there is no memory for it, goes into the lane from its first frame to its
     * last; so it is known before its first frame how much room it takes. A longer one goes to the larger of the two.
     */
    private int blockLength(int length, int written) {
        if ((written == 0 ? isShort(length) : length <= maxPayload) || bulk == null
                || (length <= bulk.maxBlockLength() ? written > 0 : bulk.capacity() <= frames.capacity())) {
            return 0;
        }
        int block = length <= bulk.maxBlockLength() ? length : Math.min(bulk.partLength(), length - written);
        // Looks whether all blocks are free before it takes memory: then the next block needs less of the area.
        return block > maxPayload && (bulk.isReserved(block) || acknowledged() >= 0 && bulk.reserve(block)) ? block : 0;
    }

    /**
     * Publishes a whole message as one frame, if it is short enough and there is room now.
     *
     * @param kind what the bytes are
     * @param payload the message, from its position to its limit, which stay
     * @return false if there is no room, though padding may have been published
     * @throws ProtocolException if the reader's position is impossible
     */
    public boolean writeWhole(MessageKind kind, ByteBuffer payload) {
        int length = payload.remaining();
        if (!hasRoomForWhole(length)) {
            return false;
        }
        if (length <= maxPayload) {
            frames.put(payload, payload.position(), length);
        } else {
            bulk.put(payload, payload.position(), length);
        }
        commitWhole(kind, length);
        return true;
    }

    /**
     * {@link #writeWhole(MessageKind, ByteBuffer)} of a question or an answer, in the lane only.
     *
     * @param kind as there
     * @param word the first 8 bytes
     * @param payload the others, as there
     * @return as there
     */
    public boolean writeWhole(MessageKind kind, long word, ByteBuffer payload) {
        int length = QuestionDescriptor.WORD_LENGTH + payload.remaining();
        if (!isShort(length) || !hasRoomForPayload(length)) {
            return false;
        }
        frames.put(word, payload);
        frames.publish(length, WHOLE, kind.ordinal());
        return true;
    }

    /**
     * Claims memory for a message in one frame, if it is short enough and there is room now.
     *
     * @param length bytes
     * @return the memory, for {@link #commitWhole}; null if there is no room, though padding may have been published
     * @throws ProtocolException if the reader's position is impossible
     */
    public ByteBuffer claimWhole(int length) {
        return !hasRoomForWhole(length) ? null : length <= maxPayload ? frames.view(length) : bulk.view(length);
    }

    /**
     * Publishes the message that was written to the memory that the last {@link #claimWhole} returned.
     *
     * @param kind what the bytes are
     * @param length as it was claimed
     */
    public void commitWhole(MessageKind kind, int length) {
        if (length <= maxPayload) {
            frames.publish(length, WHOLE, kind.ordinal());
        } else {
            publishBlock(WHOLE, kind, length);
        }
    }

    private boolean hasRoomForWhole(int length) {
        return isShort(length) ? hasRoomForPayload(length)
                : blockLength(length, 0) == length && hasRoomForBlock(length);
    }

    private boolean hasRoomForPayload(int length) {
        int frameLength = FrameDescriptor.frameLength(length);
        return frames.hasRoom(frameLength) || move() && frames.hasRoom(frameLength);
    }

    /** After {@link #blockLength} has said so. */
    private boolean hasRoomForBlock(int length) {
        neededBlock = length;
        return hasRoomForPayload(BulkDescriptor.REFERENCE_LENGTH) && isBlockFree(length);
    }

    private boolean isBlockFree(int length) {
        return bulk.hasRoom(length) || acknowledged() > 0 && bulk.hasRoom(length);
    }

    private void publishBlock(int flags, MessageKind kind, int length) {
        frames.putReference(bulk.start(length), length);
        // Before the frame is published: later, a failure would leave it without a record of its block.
        bulk.add(length, frames.position() + FrameDescriptor.frameLength(BulkDescriptor.REFERENCE_LENGTH));
        frames.publish(BulkDescriptor.REFERENCE_LENGTH, flags | FrameDescriptor.BULK, kind.ordinal());
    }

    /**
     * Whether a message needs more than one frame; the caller then hands a copy of it to {@link #retain}. Moves to the
     * wide lane, or reserves memory of the bulk area, if the message is too long for a frame of the lane.
     *
     * @param length of the payload, bytes
     * @return true if it is fragmented
     */
    public boolean isFragmented(int length) {
        return !isShort(length) && blockLength(length, 0) != length;
    }

    /**
     * Whether the empty lane, with the empty bulk area, could hold a whole message.
     *
     * @param length of the payload, bytes
     * @return false if the reader has to read while it is written
     */
    public boolean canHold(int length) {
        int block = blockLength(length, 0);
        return block > 0 ? block == length : canHoldHere(length) || move() && canHoldHere(length);
    }

    private boolean canHoldHere(int length) {
        return fragmenter.room(frames.offset(), length) + FrameDescriptor.HEADER_LENGTH <= frames.capacity();
    }

    /**
     * Whether a whole message could be published now.
     *
     * @param length of the payload, bytes
     * @return true if it fits
     */
    public boolean fits(int length) {
        int block = blockLength(length, 0);
        return block == 0 ? claimRoom(length)
                : block == length && claimRoom(BulkDescriptor.REFERENCE_LENGTH) && isBlockFree(length);
    }

    private boolean claimRoom(int length) {
        return claimRoomHere(length) || move() && claimRoomHere(length);
    }

    private boolean claimRoomHere(int length) {
        long room = fragmenter.room(frames.offset(), length);
        return room <= frames.capacity() && frames.claim((int) room);
    }

    /**
     * Whether there is room now for the last frame that found none.
     *
     * @return true if there is
     */
    public boolean hasRoom() {
        return frames.hasNeeded(0) && (neededBlock == 0 || isBlockFree(neededBlock));
    }

    /**
     * Whether there is room now for the last frame that found none, and for a quarter of the lane.
     *
     * @return true if there is; a writer that did not wait for so much would wait again at its next frame
     */
    public boolean hasPlentyOfRoom() {
        return frames.hasNeeded(frames.capacity() / SPINNING_PART) && hasRoom();
    }

    /**
     * How far the reader is to acknowledge before it wakes a writer that sleeps until there is room for the last frame
     * that found none: half of the lane, or more if the frame needs more; where the bulk area is full, half of what
     * it holds, or more if the block needs more. It is never further than this side has published, because a reader
     * that has read everything acknowledges no more.
     *
     * @return bytes since the lane began
     */
    public long awaitedPosition() {
        long plenty = neededBlock == 0 || bulk.hasRoom(neededBlock)
                ? frames.lastAcknowledged() + frames.capacity() / SLEEPING_PART : bulk.awaitedFrameEnd(neededBlock);
        return Math.min(frames.position(), Math.max(frames.neededPosition(), plenty));
    }

    /**
     * How long the lane is in which this side is now.
     *
     * @return bytes
     */
    public int capacity() {
        return frames.capacity();
    }

    /**
     * The position up to which this side has published.
     *
     * @return bytes since the lane began, padding included
     */
    public long position() {
        return frames.position();
    }

    /**
     * How many frames were published.
     *
     * @return a count, or an older one on a thread that does not hold the lock
     */
    public long frames() {
        return frames.number();
    }

    /**
     * The position up to which the peer has acknowledged.
     *
     * @return bytes since the lane began
     * @throws ProtocolException if the position is impossible
     */
    public long acknowledged() {
        long read = frames.acknowledged();
        retained.forget(read);
        if (bulk != null) {
            bulk.free(read);
        }
        return read;
    }

    /**
     * Copies the payload of a message that will be fragmented, for {@link #retain}.
     *
     * @param payload from its position to its limit, which stay
     * @return a buffer from position 0 to its limit, which the lane reuses when the message is acknowledged
     */
    public ByteBuffer copy(ByteBuffer payload) {
        retained.forget(frames.lastAcknowledged());
        return retained.copy(payload);
    }

    /**
     * Keeps a fragmented message whose last frame was just published, because the lane may not hold all of it.
     *
     * @param message owned by the lane from now on, until it is acknowledged
     */
    public void retain(UnacknowledgedMessage message) {
        retained.add(frames.position(), frames.lastAcknowledged(), message);
    }

    /**
     * The complete messages that the reader has not acknowledged.
     *
     * @return copies, oldest first; from the last possible acknowledged position if the present one is impossible
     */
    public List<UnacknowledgedMessage> unacknowledged() {
        long from;
        try {
            from = acknowledged();
        } catch (ProtocolException e) {
            from = frames.lastAcknowledged();
        }
        return retained.collect(from, frames.position(), (int) frames.number());
    }
}
