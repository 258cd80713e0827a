// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.MessageKind;
import io.shmooze.ProtocolException;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The writing end of a lane: publishes messages, in the frames that a {@link Fragmenter} plans. Owns the write
 * position, and the copies of fragmented messages that are not acknowledged.
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
 * <p>The ring, with padding at its end and the header as the publication, follows Agrona's {@code
 * OneToOneRingBuffer}. It differs in two points, which save two writes and a shared cache line: only the next header is
 * zeroed, and the reader polls headers instead of a tail counter.
 */
public final class LaneWriter {
    /** Returned when the lane has no room for the next frame. */
    public static final int NO_ROOM = -1;
    private static final int BULK_FRAME_LENGTH = FrameDescriptor.frameLength(BulkDescriptor.REFERENCE_LENGTH);
    private static final int WHOLE = FrameDescriptor.BEGIN | FrameDescriptor.END;
    /** The part of the lane that is plenty of room for a thread that spins, and for one that sleeps. */
    private static final int SPINNING_PART = 4;
    private static final int SLEEPING_PART = 2;

    private final Segment segment;
    private final int base;
    private final int capacity;
    private final int acknowledgedOffset;
    private final Fragmenter fragmenter;
    private final int maxPayload;
    /** Null if there is none. */
    private final BulkWriter bulk;
    private final RetainedMessages retained;

    private long position;
    private int offset;
    private long number;
    private long acknowledged;
    private long needed;
    /** Of the block that found no room; 0 if the frame that found none is not BULK. */
    private int neededBlock;

    /**
     * Starts at the beginning of a fresh, zeroed lane.
     *
     * @param segment the memory
     * @param base offset of the lane
     * @param capacity bytes, a multiple of 8
     * @param acknowledgedOffset where the reader stores its position
     * @param bulkArea the bulk area of the same direction; null if there is none
     */
    public LaneWriter(Segment segment, int base, int capacity, int acknowledgedOffset, BulkArea bulkArea) {
        this.segment = segment;
        this.base = base;
        this.capacity = capacity;
        this.acknowledgedOffset = acknowledgedOffset;
        this.fragmenter = new Fragmenter(capacity);
        this.maxPayload = fragmenter.maxPayload();
        this.bulk = bulkArea == null ? null : new BulkWriter(bulkArea);
        this.retained = new RetainedMessages(segment, base, capacity, bulk);
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
            segment.put(base + offset + FrameDescriptor.HEADER_LENGTH, payload, payload.position() + written, length);
            publish(FrameDescriptor.frameLength(length),
                    FrameDescriptor.header(length, flags, kind.ordinal(), (int) number));
        }
        return length;
    }

    /** Length of the next frame's payload in the lane, which has room for it; or {@link #NO_ROOM}. */
    private int planFragment(int left, boolean first) {
        neededBlock = 0;
        int length = fragmenter.plan(offset, left, first);
        if (length == Fragmenter.PAD) {
            if (!pad()) {
                return NO_ROOM;
            }
            length = fragmenter.plan(offset, left, first);
        }
        return claim(FrameDescriptor.frameLength(length)) ? length : NO_ROOM;
    }

    /**
     * How much of a message goes to the bulk area as the next block; 0 if the next frame goes into the lane. A message
     * that could be one block is that or, if there is no memory for it, goes into the lane from its first frame to its
     * last; so it is known before its first frame how much room it takes. A longer one goes to the larger of the two.
     */
    private int blockLength(int length, int written) {
        if (length <= maxPayload || bulk == null || (length <= bulk.maxBlockLength() ? written > 0 : !isLongInBulk())) {
            return 0;
        }
        int block = length <= bulk.maxBlockLength() ? length : Math.min(bulk.partLength(), length - written);
        return block > maxPayload && reserve(block) ? block : 0;
    }

    /** Looks whether all blocks are free before it takes more memory: then the next block needs less of the area. */
    private boolean reserve(int block) {
        return bulk.isReserved(block) || acknowledged() >= 0 && bulk.reserve(block);
    }

    private boolean isLongInBulk() {
        return bulk.capacity() > capacity;
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
            segment.put(base + offset + FrameDescriptor.HEADER_LENGTH, payload, payload.position(), length);
        } else {
            bulk.put(payload, payload.position(), length);
        }
        commitWhole(kind, length);
        return true;
    }

    /**
     * Claims memory for a message in one frame, if it is short enough and there is room now.
     *
     * @param length of the message, bytes
     * @return the memory, for {@link #commitWhole}; null if there is no room, though padding may have been published
     * @throws ProtocolException if the reader's position is impossible
     */
    public ByteBuffer claimWhole(int length) {
        if (!hasRoomForWhole(length)) {
            return null;
        }
        return length <= maxPayload ? segment.writableView(base + offset + FrameDescriptor.HEADER_LENGTH, length)
                : bulk.view(length);
    }

    /**
     * Publishes the message that was written to the memory that the last {@link #claimWhole} returned.
     *
     * @param kind what the bytes are
     * @param length as it was claimed
     */
    public void commitWhole(MessageKind kind, int length) {
        if (length <= maxPayload) {
            publish(FrameDescriptor.frameLength(length),
                    FrameDescriptor.header(length, WHOLE, kind.ordinal(), (int) number));
        } else {
            publishBlock(WHOLE, kind, length);
        }
    }

    private boolean hasRoomForWhole(int length) {
        return length <= maxPayload ? hasRoomForFrame(FrameDescriptor.frameLength(length))
                : blockLength(length, 0) == length && hasRoomForBlock(length);
    }

    private boolean hasRoomForFrame(int frameLength) {
        return (frameLength <= capacity - offset || pad()) && claim(frameLength);
    }

    /** After {@link #blockLength} has said so. */
    private boolean hasRoomForBlock(int length) {
        neededBlock = length;
        return hasRoomForFrame(BULK_FRAME_LENGTH) && isBlockFree(length);
    }

    private boolean isBlockFree(int length) {
        return bulk.hasRoom(length) || acknowledged() > 0 && bulk.hasRoom(length);
    }

    private void publishBlock(int flags, MessageKind kind, int length) {
        int reference = base + offset + FrameDescriptor.HEADER_LENGTH;
        segment.putLong(reference + BulkDescriptor.POSITION_OFFSET, bulk.start(length));
        segment.putLong(reference + BulkDescriptor.LENGTH_OFFSET, length);
        // Before the frame is published: later, a failure would leave it without a record of its block.
        bulk.add(length, position + BULK_FRAME_LENGTH);
        publish(BULK_FRAME_LENGTH, FrameDescriptor.header(BulkDescriptor.REFERENCE_LENGTH,
                flags | FrameDescriptor.BULK, kind.ordinal(), (int) number));
    }

    /**
     * Whether a message needs more than one frame; the caller then hands a copy of it to {@link #retain}. Reserves
     * memory of the bulk area if the message is too long for a frame of the lane.
     *
     * @param length of the payload, bytes
     * @return true if it is fragmented
     */
    public boolean isFragmented(int length) {
        return length > maxPayload && blockLength(length, 0) != length;
    }

    /**
     * Whether the empty lane, with the empty bulk area, could hold a whole message.
     *
     * @param length of the payload, bytes
     * @return false if the reader has to read while it is written
     */
    public boolean canHold(int length) {
        int block = blockLength(length, 0);
        return block > 0 ? block == length
                : fragmenter.room(offset, length) + FrameDescriptor.HEADER_LENGTH <= capacity;
    }

    /**
     * Whether a whole message could be published now.
     *
     * @param length of the payload, bytes
     * @return true if it fits
     */
    public boolean fits(int length) {
        int block = blockLength(length, 0);
        if (block > 0) {
            return block == length && claimRoom(BulkDescriptor.REFERENCE_LENGTH) && isBlockFree(length);
        }
        return claimRoom(length);
    }

    private boolean claimRoom(int length) {
        long room = fragmenter.room(offset, length);
        return room <= capacity && claim((int) room);
    }

    /**
     * Whether there is room now for the last frame that found none.
     *
     * @return true if there is
     */
    public boolean hasRoom() {
        return claim((int) needed - FrameDescriptor.HEADER_LENGTH) && (neededBlock == 0 || isBlockFree(neededBlock));
    }

    /**
     * Whether there is room now for the last frame that found none, and for a quarter of the lane. A writer that did
     * not wait for so much would wait again at its next frame.
     *
     * @return true if there is
     */
    public boolean hasPlentyOfRoom() {
        return position + Math.max(needed, capacity / SPINNING_PART) - acknowledged() <= capacity && hasRoom();
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
        long plenty = neededBlock == 0 || bulk.hasRoom(neededBlock) ? acknowledged + capacity / SLEEPING_PART
                : bulk.awaitedFrameEnd(neededBlock);
        return Math.min(position, Math.max(position + needed - capacity, plenty));
    }

    /**
     * The position up to which this side has published.
     *
     * @return bytes since the lane began, padding included
     */
    public long position() {
        return position;
    }

    /**
     * How many frames were published. For any thread; it may see an older number.
     *
     * @return a count
     */
    public long frames() {
        return number;
    }

    /**
     * The position up to which the peer has acknowledged.
     *
     * @return bytes since the lane began
     * @throws ProtocolException if the position is impossible
     */
    public long acknowledged() {
        long read = segment.getLongAcquire(acknowledgedOffset);
        if (read < acknowledged || read > position || read % FrameDescriptor.FRAME_ALIGNMENT != 0) {
            throw new ProtocolException("The peer's acknowledged position at offset " + acknowledgedOffset + " is "
                    + read + ", expected a multiple of 8 from " + acknowledged + " to " + position);
        }
        acknowledged = read;
        retained.forget(read);
        if (bulk != null) {
            bulk.free(read);
        }
        return read;
    }

    /**
     * Copies the payload of a message that will be fragmented, for {@link #retain}.
     *
     * @param payload the message, from its position to its limit, which stay
     * @return a buffer from position 0 to its limit, which the lane reuses when the message is acknowledged
     */
    public ByteBuffer copy(ByteBuffer payload) {
        return retained.copy(payload);
    }

    /**
     * Keeps a fragmented message whose last frame was just published until it is acknowledged, because the lane may no
     * longer hold all of it.
     *
     * @param message owned by the lane from now on
     */
    public void retain(UnacknowledgedMessage message) {
        retained.add(position, acknowledged, message);
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
            from = acknowledged;
        }
        return retained.collect(from, position, (int) number);
    }

    private boolean pad() {
        int tail = capacity - offset;
        if (!claim(tail)) {
            return false;
        }
        int length = tail - FrameDescriptor.HEADER_LENGTH;
        publish(tail, FrameDescriptor.header(length, FrameDescriptor.PADDING, 0, (int) number));
        return true;
    }

    /** Whether there is room for the frame and for the header after it, which is zeroed. */
    private boolean claim(int frameLength) {
        needed = frameLength + FrameDescriptor.HEADER_LENGTH;
        return position + needed - acknowledged <= capacity || position + needed - acknowledged() <= capacity;
    }

    private void publish(int frameLength, long header) {
        int next = offset + frameLength == capacity ? 0 : offset + frameLength;
        segment.putLong(base + next, 0);
        FailPoint.BEFORE_PUBLISH.reached();
        segment.putLongRelease(base + offset, header);
        FailPoint.AFTER_PUBLISH.reached();
        position += frameLength;
        offset = next;
        number++;
    }
}
