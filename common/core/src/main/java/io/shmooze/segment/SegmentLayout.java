// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import io.shmooze.ProtocolException;

/**
 * How long the parts of a session's file are. Owns these lengths, and knows where each part begins, as {@link
 * SegmentDescriptor} draws it.
 *
 * @param length of the segment, bytes
 * @param bulkLength of each direction's bulk area, bytes; 0 for none
 * @param wideLaneLength of each direction's wide lane, bytes; 0 for none
 */
public record SegmentLayout(int length, int bulkLength, int wideLaneLength) {
    /**
     * A segment, and nothing behind it.
     *
     * @param length bytes
     * @return without bulk areas and wide lanes
     */
    public static SegmentLayout of(int length) {
        return new SegmentLayout(length, 0, 0);
    }

    /**
     * Checks what a server has named.
     *
     * @throws ProtocolException if one of the lengths is not allowed
     */
    void check() {
        if (length < SegmentDescriptor.MIN_LENGTH || length > SegmentDescriptor.MAX_LENGTH) {
            throw new ProtocolException("The server names a segment of " + length + " bytes");
        }
        checkPages("bulk areas", bulkLength, SegmentDescriptor.MAX_BULK_LENGTH);
        checkPages("wide lanes", wideLaneLength, SegmentDescriptor.MAX_WIDE_LANE_LENGTH);
    }

    private static void checkPages(String what, int length, int most) {
        if (length % SegmentDescriptor.PAGE_LENGTH != 0 || length < 0 || length > most) {
            throw new ProtocolException("The server names " + what + " of " + length + " bytes, expected a multiple of "
                    + SegmentDescriptor.PAGE_LENGTH + " up to " + most);
        }
    }

    /**
     * How much one side writes behind the segment.
     *
     * @return bytes
     */
    public int areaLength() {
        return bulkLength + wideLaneLength;
    }

    /**
     * Where in the file a side's area begins: its bulk area, and its wide lane behind that.
     *
     * @param writer the side
     * @return offset in the file
     */
    public long areaOffset(Side writer) {
        long first = (long) length + SegmentDescriptor.PAGE_LENGTH - 1 & -SegmentDescriptor.PAGE_LENGTH;
        return first + (long) writer.ordinal() * areaLength();
    }

    /**
     * How long the file is.
     *
     * @return bytes
     */
    public long fileLength() {
        return areaLength() == 0 ? length : areaOffset(Side.CLIENT) + areaLength();
    }
}
