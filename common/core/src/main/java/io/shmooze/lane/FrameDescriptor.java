// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.MessageKind;

/**
 * The map of a frame's header: one little-endian 64-bit word, stored at once with release order after the payload.
 *
 * <pre>
 *   bits  0..31  length of the payload, bytes
 *   bits 32..39  flags: 1 PUBLISHED, 2 BEGIN, 4 END, 8 PADDING, 16 REDELIVERED, 32 BULK, 64 MOVED
 *   bits 40..47  kind: 0 text, 1 binary, 2 file, 3 question, 4 answer, 5 failure, 6 call
 *   bits 48..63  number of the frame in its lane, modulo 65,536; the first one is 0
 * </pre>
 *
 * <p>The payload follows the header and is padded to a multiple of 8 bytes. A message is one frame with BEGIN and
 * END, or a frame with BEGIN, any number with neither, and one with END, all with the same kind and REDELIVERED flag.
 * If BEGIN comes instead of a continuation, the sender has given the previous message up. A PADDING frame fills the
 * lane to its end. A MOVED frame is the last one of its lane: what follows is in the wide lane. A header of 0 means
 * that no frame is published there yet.
 */
public final class FrameDescriptor {
    public static final int HEADER_LENGTH = 8;
    public static final int FRAME_ALIGNMENT = 8;

    public static final int PUBLISHED = 1;
    public static final int BEGIN = 2;
    public static final int END = 4;
    public static final int PADDING = 8;
    public static final int REDELIVERED = 16;
    public static final int BULK = 32;
    public static final int MOVED = 64;
    /** All that there are without a bulk area and a wide lane. */
    static final int LANE_FLAGS = PUBLISHED | BEGIN | END | PADDING | REDELIVERED;

    /** A longer message is fragmented even if the lane could hold it, so that one side reads while the other writes. */
    static final int MAX_FRAME_LENGTH = 64 * 1024;
    /** If a fragment at the end of the lane would be shorter than this, the end is padded instead. */
    static final int MIN_FRAGMENT_PAYLOAD = 56;

    private static final MessageKind[] KINDS = MessageKind.values();
    /** The kinds that there are without questions. */
    private static final int PLAIN_KINDS = MessageKind.FILE.ordinal() + 1;
    /** Beside the flags in {@link #isPossible}: whether there are questions. */
    static final int QUESTIONS = 0x100;
    private static final long KIND_MASK = 0xFFL << 40;
    /** The header bits that all frames of a message have in common. */
    private static final long OF_MESSAGE = (long) REDELIVERED << 32 | KIND_MASK;

    private FrameDescriptor() {
    }

    static long header(int length, int flags, int kind, int number) {
        return length | (long) (flags | PUBLISHED) << 32 | (long) kind << 40 | (long) (number & 0xFFFF) << 48;
    }

    static int length(long header) {
        return (int) header;
    }

    static int flags(long header) {
        return (int) (header >>> 32) & 0xFF;
    }

    static int kind(long header) {
        return (int) (header >>> 40) & 0xFF;
    }

    static int number(long header) {
        return (int) (header >>> 48);
    }

    static MessageKind kindOf(int kind) {
        return KINDS[kind];
    }

    /** The same header with another kind. */
    static long withKind(long header, int kind) {
        return header & ~KIND_MASK | (long) kind << 40;
    }

    /**
     * Whether a header is possible where this many bytes of the lane are left, the header included.
     *
     * @param flags that there may be, with {@link #QUESTIONS} or without
     */
    static boolean isPossible(long header, int left, int flags) {
        int length = length(header);
        return (flags(header) & PUBLISHED) != 0 && (flags(header) & ~flags) == 0
                && kind(header) < ((flags & QUESTIONS) == 0 ? PLAIN_KINDS : KINDS.length)
                && length >= 0 && length <= left - HEADER_LENGTH
                && ((flags(header) & (PADDING | BULK | MOVED)) == 0 || isPossibleWithoutBytes(header, left));
    }

    /** Of a frame whose payload is not a part of a message. */
    private static boolean isPossibleWithoutBytes(long header, int left) {
        int flags = flags(header);
        int length = length(header);
        return flags == (PADDING | PUBLISHED) && length == left - HEADER_LENGTH && kind(header) == 0
                || flags == (MOVED | PUBLISHED) && length == 0 && kind(header) == 0
                || (flags & (PADDING | BULK | MOVED)) == BULK && length == BulkDescriptor.REFERENCE_LENGTH;
    }

    static boolean isBulk(long header) {
        return (flags(header) & BULK) != 0;
    }

    /** A whole message in the lane. */
    static boolean isWhole(long header) {
        return (flags(header) & (BEGIN | END | BULK)) == (BEGIN | END);
    }

    /** A whole message in the bulk area. */
    static boolean isWholeBlock(long header) {
        return (flags(header) & (BEGIN | END | BULK)) == (BEGIN | END | BULK);
    }

    /** Whether a frame can continue the message that another frame begins. */
    static boolean continues(long header, long begin) {
        return ((header ^ begin) & OF_MESSAGE) == 0;
    }

    /** The length of header and payload, padded, bytes. */
    static int frameLength(int payloadLength) {
        return HEADER_LENGTH + payloadLength + FRAME_ALIGNMENT - 1 & -FRAME_ALIGNMENT;
    }

    /**
     * The longest frame that a lane carries: two of them and the zeroed header that follows always fit.
     *
     * @param capacity of the lane, bytes
     * @return bytes, header included
     */
    static int maxFrameLength(int capacity) {
        return Math.min(MAX_FRAME_LENGTH, (capacity - HEADER_LENGTH) / 2 & -FRAME_ALIGNMENT);
    }
}
