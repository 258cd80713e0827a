// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.MessageKind;

/**
 * The header of a frame, for code that looks at a lane from outside; {@link FrameDescriptor} has its map.
 *
 * @param word as it was loaded, which may be anything
 */
public record FrameHeader(long word) {
    /** Of a header, bytes. */
    public static final int LENGTH = FrameDescriptor.HEADER_LENGTH;
    /** Within the payload of a BULK frame. */
    public static final int BLOCK_POSITION_OFFSET = BulkDescriptor.POSITION_OFFSET;
    /** Within the payload of a BULK frame. */
    public static final int BLOCK_LENGTH_OFFSET = BulkDescriptor.LENGTH_OFFSET;

    /**
     * Whether a frame is published here.
     *
     * @return false for zeros
     */
    public boolean isPublished() {
        return word != 0;
    }

    /**
     * Whether a writer that keeps the protocol may have written it.
     *
     * @param left bytes to the end of the lane, with this header
     * @param mayBeBulk whether there is a bulk area
     * @param mayMove whether there is a wide lane to move to
     * @return false for all others
     */
    public boolean isPossible(int left, boolean mayBeBulk, boolean mayMove) {
        return FrameDescriptor.isPossible(word, left, FrameDescriptor.LANE_FLAGS | FrameDescriptor.QUESTIONS
                | (mayBeBulk ? FrameDescriptor.BULK : 0) | (mayMove ? FrameDescriptor.MOVED : 0));
    }

    /**
     * The flags.
     *
     * @return the constants of {@link FrameDescriptor}
     */
    public int flags() {
        return FrameDescriptor.flags(word);
    }

    /**
     * Whether a flag is set.
     *
     * @param flag one of the constants of {@link FrameDescriptor}
     * @return true if it is
     */
    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    /**
     * The length of the payload in the lane.
     *
     * @return bytes
     */
    public int payloadLength() {
        return FrameDescriptor.length(word);
    }

    /**
     * The length of header and payload, padded.
     *
     * @return bytes
     */
    public int frameLength() {
        return FrameDescriptor.frameLength(payloadLength());
    }

    /**
     * What the payload is.
     *
     * @return the kind of a possible header
     */
    public MessageKind kind() {
        return FrameDescriptor.kindOf(FrameDescriptor.kind(word));
    }

    /**
     * The number of the frame.
     *
     * @return modulo 65,536
     */
    public int number() {
        return FrameDescriptor.number(word);
    }

    /**
     * The number of the frame after this one.
     *
     * @return modulo 65,536
     */
    public int nextNumber() {
        return number() + 1 & 0xFFFF;
    }

    /**
     * The longest frame that a writer makes which lets tools look at its lane.
     *
     * @param capacity of the lane, bytes
     * @return bytes, header included
     */
    public static int maxFrameLength(int capacity) {
        return FrameDescriptor.maxFrameLength(capacity);
    }

    /**
     * The longest block.
     *
     * @param bulkLength of the bulk area, bytes
     * @return bytes
     */
    public static int maxBlockLength(int bulkLength) {
        return BulkDescriptor.maxBlockLength(bulkLength);
    }
}
