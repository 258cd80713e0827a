// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * What a segment's header says about its session to tools that look at it from outside. The server writes it once; the
 * two sides themselves read none of it.
 *
 * <pre>
 *   44  features in force  24 bits, one for each in the order of PROTOCOL.md, the first one lowest
 *   47  what the channel is for, from 1 in the order of the protocol; 0 if the server does not say
 *   48  begin              long  nanoseconds since 1970-01-01 UTC
 *   56  bulk areas         int   length of each, bytes
 *   60  wide lanes         int   length of each, bytes
 *   64  client's name      UTF-8, as much of it as fits into 64 bytes, then zeros
 * </pre>
 *
 * @param features in force, by their bits
 * @param purpose what the channel is for, from 1; 0 for unknown
 * @param beginNs nanoseconds since 1970-01-01 UTC
 * @param bulkLength bytes
 * @param wideLaneLength bytes
 * @param clientName may be cut, and may be anything in a segment that somebody else has written
 */
public record SegmentLabel(int features, int purpose, long beginNs, int bulkLength, int wideLaneLength,
                           String clientName) {
    private static final int LENGTH = SegmentDescriptor.SERVER_LINE_OFFSET - SegmentDescriptor.LABEL_OFFSET;
    private static final int BEGIN = 4;
    private static final int BULK = 12;
    private static final int WIDE_LANE = 16;
    private static final int NAME = 20;
    private static final int NAME_LENGTH = LENGTH - NAME;
    private static final int PURPOSE_SHIFT = 24;

    /**
     * The label of a session that begins now.
     *
     * @param features in force, by their bits
     * @param purpose what the channel is for, from 1
     * @param layout of the file
     * @param clientName as the client has given it
     * @return to be written
     */
    public static SegmentLabel of(int features, int purpose, SegmentLayout layout, String clientName) {
        return new SegmentLabel(features, purpose, TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
                layout.bulkLength(), layout.wideLaneLength(), clientName);
    }

    /**
     * Writes it into a segment that no peer has attached to yet.
     *
     * @param segment the server's own
     */
    public void write(Segment segment) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(features | purpose << PURPOSE_SHIFT).putLong(beginNs).putInt(bulkLength).putInt(wideLaneLength);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(clientName), bytes, true);
        segment.put(SegmentDescriptor.LABEL_OFFSET, bytes, 0, LENGTH);
    }

    /**
     * Reads what may be anything.
     *
     * @param header the beginning of a segment, little-endian, with all of its label
     * @return null if there is none
     */
    public static SegmentLabel read(ByteBuffer header) {
        int at = SegmentDescriptor.LABEL_OFFSET;
        int first = header.getInt(at);
        if (first == 0) {
            return null;
        }
        int length = 0;
        while (length < NAME_LENGTH && header.get(at + NAME + length) != 0) {
            length++;
        }
        byte[] name = new byte[length];
        header.get(at + NAME, name, 0, length);
        return new SegmentLabel(first & (1 << PURPOSE_SHIFT) - 1, first >>> PURPOSE_SHIFT, header.getLong(at + BEGIN),
                header.getInt(at + BULK), header.getInt(at + WIDE_LANE), new String(name, StandardCharsets.UTF_8));
    }
}
