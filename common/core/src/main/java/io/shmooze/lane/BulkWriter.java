// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The writing end of a bulk area. Owns where the next block goes, and which blocks the reader has not acknowledged: a
 * block is free when the frame that names it is acknowledged, and until then it is what would be sent again.
 *
 * <p>Used under the same lock as its {@link LaneWriter}. Allocates only when more blocks are unacknowledged than ever
 * before.
 */
final class BulkWriter {
    private static final int FIRST_SIZE = 16;
    /** A message longer than a block goes in parts of the area: the reader copies one while the next is written. */
    private static final int PARTS = 4;

    private final BulkArea area;
    private final Segment memory;
    private final int capacity;
    private final BulkCursor cursor;
    /** Where the last block ends that is free. */
    private long freed;
    /** Of each unacknowledged block: where its frame ends in the lane, where it ends itself, its offset and length. */
    private long[] frameEnds = new long[FIRST_SIZE];
    private long[] ends = new long[FIRST_SIZE];
    private int[] offsets = new int[FIRST_SIZE];
    private int[] lengths = new int[FIRST_SIZE];
    /** The first of them, and how many there are. */
    private int first;
    private int count;

    /** For an area whose first block has not been written yet. */
    BulkWriter(BulkArea area) {
        this.area = area;
        this.memory = area.memory();
        this.capacity = area.bulkLength();
        this.cursor = new BulkCursor(capacity);
    }

    int capacity() {
        return capacity;
    }

    int maxBlockLength() {
        return BulkDescriptor.maxBlockLength(capacity);
    }

    /** Length of each block but the last of a message that is longer than a block. */
    int partLength() {
        return capacity / PARTS;
    }

    /** Whether the next block of a length has memory without asking for more. */
    boolean isReserved(int length) {
        return area.isReserved(cursor.offset(length) + length);
    }

    /** Whether the next block of a length has memory now; if it has, it has until it is published. */
    boolean reserve(int length) {
        return area.reserve(cursor.offset(length) + length);
    }

    /** Whether the blocks that the next one would overwrite are free. */
    boolean hasRoom(int length) {
        return cursor.end(length) - freed <= capacity;
    }

    /**
     * Up to where the reader is to acknowledge the lane, so that the next block has room and half of the bytes of the
     * unacknowledged blocks are free. To be called when the block has no room, so there are such blocks.
     */
    long awaitedFrameEnd(int length) {
        long half = freed + (ends[index(count - 1)] - freed) / 2;
        for (int i = 0; i < count - 1; i++) {
            int at = index(i);
            if (ends[at] >= half && cursor.end(length) - ends[at] <= capacity) {
                return frameEnds[at];
            }
        }
        return frameEnds[index(count - 1)];
    }

    /** Position of the next block. */
    long start(int length) {
        return cursor.start(length);
    }

    /** Fills the next block. */
    void put(ByteBuffer source, int from, int length) {
        memory.put(cursor.offset(length), source, from, length);
    }

    /** The next block, for writing in place. */
    ByteBuffer view(int length) {
        return memory.writableView(cursor.offset(length), length);
    }

    /** The next block is complete; the frame that names it ends at a position of the lane. */
    void add(int length, long frameEnd) {
        if (count == lengths.length) {
            grow();
        }
        int at = index(count);
        frameEnds[at] = frameEnd;
        ends[at] = cursor.end(length);
        offsets[at] = cursor.offset(length);
        lengths[at] = length;
        count++;
        cursor.advance(length);
    }

    /** The reader has acknowledged the lane up to a position. */
    void free(long acknowledged) {
        while (count > 0 && frameEnds[first] <= acknowledged) {
            freed = ends[first];
            first = index(1);
            count--;
            if (count == 0) {
                cursor.restart();
                freed = cursor.nextRound();
            }
        }
    }

    /** The unacknowledged block whose frame ends at a position of the lane; null if there is none. */
    byte[] copy(long frameEnd) {
        for (int i = 0; i < count; i++) {
            int at = index(i);
            if (frameEnds[at] == frameEnd) {
                byte[] copy = new byte[lengths[at]];
                memory.get(offsets[at], copy, 0, copy.length);
                return copy;
            }
        }
        return null;
    }

    private int index(int after) {
        return first + after & lengths.length - 1;
    }

    /** Twice as many: what stands before the first one goes behind the last one. */
    private void grow() {
        int size = lengths.length;
        frameEnds = Arrays.copyOf(frameEnds, 2 * size);
        ends = Arrays.copyOf(ends, 2 * size);
        offsets = Arrays.copyOf(offsets, 2 * size);
        lengths = Arrays.copyOf(lengths, 2 * size);
        System.arraycopy(frameEnds, 0, frameEnds, size, first);
        System.arraycopy(ends, 0, ends, size, first);
        System.arraycopy(offsets, 0, offsets, size, first);
        System.arraycopy(lengths, 0, lengths, size, first);
    }
}
