// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.MessageKind;
import io.shmooze.ProtocolException;
import io.shmooze.fault.FailPoint;
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
    private static final int WHOLE = FrameDescriptor.BEGIN | FrameDescriptor.END;

    private final Segment segment;
    private final int base;
    private final int capacity;
    private final int acknowledgedOffset;
    private final Fragmenter fragmenter;
    private final int maxPayload;
    private final RetainedMessages retained;

    private long position;
    private int offset;
    private long number;
    private long acknowledged;
    private long needed;

    /**
     * Starts at the beginning of a fresh, zeroed lane.
     *
     * @param segment the memory
     * @param base offset of the lane
     * @param capacity bytes, a multiple of 8
     * @param acknowledgedOffset where the reader stores its position
     */
    public LaneWriter(Segment segment, int base, int capacity, int acknowledgedOffset) {
        this.segment = segment;
        this.base = base;
        this.capacity = capacity;
        this.acknowledgedOffset = acknowledgedOffset;
        this.fragmenter = new Fragmenter(capacity);
        this.maxPayload = fragmenter.maxPayload();
        this.retained = new RetainedMessages(segment, base, capacity);
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
        int length = fragmenter.plan(offset, left, written == 0);
        if (length == Fragmenter.PAD) {
            if (!pad()) {
                return NO_ROOM;
            }
            length = fragmenter.plan(offset, left, written == 0);
        }
        int frameLength = FrameDescriptor.frameLength(length);
        if (!claim(frameLength)) {
            return NO_ROOM;
        }
        segment.put(base + offset + FrameDescriptor.HEADER_LENGTH, payload, payload.position() + written, length);
        int flags = (written == 0 ? FrameDescriptor.BEGIN : 0) | (length == left ? FrameDescriptor.END : 0)
                | (redelivered ? FrameDescriptor.REDELIVERED : 0);
        publish(frameLength, FrameDescriptor.header(length, flags, kind.ordinal(), (int) number));
        return length;
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
        segment.put(base + offset + FrameDescriptor.HEADER_LENGTH, payload, payload.position(), length);
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
        return hasRoomForWhole(length) ? segment.writableView(base + offset + FrameDescriptor.HEADER_LENGTH, length)
                : null;
    }

    /**
     * Publishes the message that was written to the memory that the last {@link #claimWhole} returned.
     *
     * @param kind what the bytes are
     * @param length as it was claimed
     */
    public void commitWhole(MessageKind kind, int length) {
        publish(FrameDescriptor.frameLength(length),
                FrameDescriptor.header(length, WHOLE, kind.ordinal(), (int) number));
    }

    private boolean hasRoomForWhole(int length) {
        int frameLength = FrameDescriptor.frameLength(length);
        return length <= maxPayload && (frameLength <= capacity - offset || pad()) && claim(frameLength);
    }

    /**
     * Whether a message needs more than one frame; the caller then hands a copy of it to {@link #retain}.
     *
     * @param length of the payload, bytes
     * @return true if it is fragmented
     */
    public boolean isFragmented(int length) {
        return length > maxPayload;
    }

    /**
     * Whether the empty lane could hold a whole message.
     *
     * @param length of the payload, bytes
     * @return false if the reader has to read while it is written
     */
    public boolean canHold(int length) {
        return fragmenter.room(offset, length) + FrameDescriptor.HEADER_LENGTH <= capacity;
    }

    /**
     * Whether a whole message could be published now.
     *
     * @param length of the payload, bytes
     * @return true if it fits
     */
    public boolean fits(int length) {
        long room = fragmenter.room(offset, length);
        return room <= capacity && claim((int) room);
    }

    /**
     * Whether there is room now for the last frame that found none.
     *
     * @return true if there is
     */
    public boolean hasRoom() {
        return claim((int) needed - FrameDescriptor.HEADER_LENGTH);
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
