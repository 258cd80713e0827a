// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.ProtocolException;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;
import java.nio.ByteBuffer;

/**
 * Publishes frames. Owns the place of the next one: in the lane and, after {@link #move}, in the wide lane.
 *
 * <p>Used under the same lock as its {@link LaneWriter}, which says what is guaranteed.
 */
final class FrameWriter {
    private final Segment segment;
    private final int acknowledgedOffset;
    /** With the wide lane; null if there is none. */
    private final BulkArea area;
    private boolean canMove;
    private Segment memory;
    private int base;
    private int capacity;
    private long position;
    private int offset;
    private long number;
    private long acknowledged;
    /** By the last frame that was asked for, and the zeroed header after it. */
    private long needed;

    /** For a fresh, zeroed lane in a segment, and a wide lane in an area of the same direction. */
    FrameWriter(LaneRing ring, int acknowledgedOffset, BulkArea area) {
        this.segment = ring.memory();
        this.acknowledgedOffset = acknowledgedOffset;
        this.area = area;
        this.canMove = area != null && area.wideLaneLength() > ring.capacity();
        use(ring);
    }

    private void use(LaneRing ring) {
        memory = ring.memory();
        base = ring.base();
        capacity = ring.capacity();
        offset = (int) (position % capacity);
    }

    /** Whether this end has not moved, and there is a wide lane that is longer. */
    boolean canMove() {
        return canMove;
    }

    /**
     * Moves to the wide lane, if there is memory for it. The frame that says so takes the place of the zeroed header
     * behind the last frame, so there always is room for it. The wide lane is zeros, so it holds no header yet.
     *
     * <p>It asks for the memory once. What is a frame of the lane or a block would change if there were memory later,
     * between the question and the answer; and each attempt is a system call.
     *
     * @return the wide lane, which begins at the present position; null if this end stays where it is
     */
    LaneRing move() {
        if (!canMove) {
            return null;
        }
        canMove = false;
        if (!area.reserveWideLane()) {
            return null;
        }
        LaneRing wide = LaneRing.wide(area);
        FailPoint.BEFORE_PUBLISH.reached();
        memory.putLongRelease(base + offset, FrameDescriptor.header(0, FrameDescriptor.MOVED, 0, (int) number));
        FailPoint.AFTER_PUBLISH.reached();
        position += FrameDescriptor.HEADER_LENGTH;
        number++;
        use(wide);
        return wide;
    }

    int capacity() {
        return capacity;
    }

    /** Of the next frame in the lane. */
    int offset() {
        return offset;
    }

    /** Of the next frame, which is what was published before, bytes. */
    long position() {
        return position;
    }

    /** Frames published. For any thread, which may see an older number. */
    long number() {
        return number;
    }

    /** Whether there is room for a frame, after padding if the lane's end is too near. */
    boolean hasRoom(int frameLength) {
        return (frameLength <= capacity - offset || pad()) && claim(frameLength);
    }

    /** Fills the lane to its end; false if there is no room for that. */
    boolean pad() {
        int tail = capacity - offset;
        if (!claim(tail)) {
            return false;
        }
        publish(tail - FrameDescriptor.HEADER_LENGTH, FrameDescriptor.PADDING, 0);
        return true;
    }

    /** Whether there is room for bytes of the lane and for the header after them, which is zeroed. */
    boolean claim(int length) {
        needed = length + FrameDescriptor.HEADER_LENGTH;
        return hasNeeded(0);
    }

    /** Whether there is room for what was last asked for, or for more. */
    boolean hasNeeded(int more) {
        long end = position + Math.max(needed, more);
        return end - acknowledged <= capacity || end - acknowledged() <= capacity;
    }

    /** How far the reader is to acknowledge, so that there is room for what was last asked for. */
    long neededPosition() {
        return position + needed - capacity;
    }

    /** Fills the payload of the next frame, after {@link #hasRoom}. */
    void put(ByteBuffer source, int from, int length) {
        memory.put(payload(), source, from, length);
    }

    /** The same of a question or an answer, with its word in front. */
    void put(long word, ByteBuffer source) {
        memory.putLong(payload(), word);
        memory.put(payload() + QuestionDescriptor.WORD_LENGTH, source, source.position(), source.remaining());
    }

    /** The payload of the next frame, for writing in place. */
    ByteBuffer view(int length) {
        return memory.writableView(payload(), length);
    }

    /** Fills the payload of a BULK frame. */
    void putReference(long blockPosition, int length) {
        memory.putLong(payload() + BulkDescriptor.POSITION_OFFSET, blockPosition);
        memory.putLong(payload() + BulkDescriptor.LENGTH_OFFSET, length);
    }

    private int payload() {
        return base + offset + FrameDescriptor.HEADER_LENGTH;
    }

    /** Publishes the next frame, whose payload is complete. */
    void publish(int payloadLength, int flags, int kind) {
        int frameLength = FrameDescriptor.frameLength(payloadLength);
        int next = offset + frameLength == capacity ? 0 : offset + frameLength;
        memory.putLong(base + next, 0);
        FailPoint.BEFORE_PUBLISH.reached();
        memory.putLongRelease(base + offset, FrameDescriptor.header(payloadLength, flags, kind, (int) number));
        FailPoint.AFTER_PUBLISH.reached();
        position += frameLength;
        offset = next;
        number++;
    }

    /** The reader's position as it was when this end last looked. */
    long lastAcknowledged() {
        return acknowledged;
    }

    /** The reader's position now. Throws if it is impossible. */
    long acknowledged() {
        long read = segment.getLongAcquire(acknowledgedOffset);
        if (read < acknowledged || read > position || read % FrameDescriptor.FRAME_ALIGNMENT != 0) {
            throw new ProtocolException("The peer's acknowledged position at offset " + acknowledgedOffset + " is "
                    + read + ", expected a multiple of 8 from " + acknowledged + " to " + position);
        }
        acknowledged = read;
        return read;
    }
}
