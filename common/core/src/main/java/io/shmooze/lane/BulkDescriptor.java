// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

/**
 * The map of a bulk area: a ring of blocks without headers. A message that is too long for one frame of the lane is a
 * block, and its frame in the lane, with the flag BULK, says where.
 *
 * <pre>
 *   a BULK frame's payload
 *     0  position   long  of the block: bytes since the area began, skipped ends included
 *     8  length     long  of the block, 1 to half the area, bytes
 * </pre>
 */
final class BulkDescriptor {
    static final int POSITION_OFFSET = 0;
    static final int LENGTH_OFFSET = 8;
    /** The payload of a BULK frame. */
    static final int REFERENCE_LENGTH = 16;
    static final int BLOCK_ALIGNMENT = 64;

    private BulkDescriptor() {
    }

    /** With so much at most, an empty ring has room for any block, wherever it begins. */
    static int maxBlockLength(int capacity) {
        return capacity / 2;
    }

    static int alignedLength(int length) {
        return length + BLOCK_ALIGNMENT - 1 & -BLOCK_ALIGNMENT;
    }
}
