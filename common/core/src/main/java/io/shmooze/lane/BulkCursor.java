// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

/**
 * Where the next block of a bulk area is; the writer has one, and the reader another one that must agree. A block
 * begins where the last one ended, on the next multiple of 64. One that would pass the end of the area begins at the
 * area's start instead, and so does one before which all blocks are free ({@link #restart}).
 */
final class BulkCursor {
    private final int capacity;
    private long position;
    /** In the area; kept, because a division takes as long as a short copy. */
    private int offset;

    BulkCursor(int capacity) {
        this.capacity = capacity;
    }

    /** Where a block goes in the area. */
    int offset(int length) {
        return fits(length) ? offset : 0;
    }

    /** Where a block begins, bytes since the area began. */
    long start(int length) {
        return fits(length) ? position : position + capacity - offset;
    }

    /** Where a block ends, bytes since the area began. */
    long end(int length) {
        return start(length) + BulkDescriptor.alignedLength(length);
    }

    /** Goes behind a block. */
    void advance(int length) {
        position = end(length);
        int end = offset(length) + BulkDescriptor.alignedLength(length);
        offset = end == capacity ? 0 : end;
    }

    /** Where the area begins again, bytes since it began. */
    long nextRound() {
        return offset == 0 ? position : position + capacity - offset;
    }

    /** Goes to the area's start, where memory and caches know it. */
    void restart() {
        position = nextRound();
        offset = 0;
    }

    private boolean fits(int length) {
        return BulkDescriptor.alignedLength(length) <= capacity - offset;
    }
}
