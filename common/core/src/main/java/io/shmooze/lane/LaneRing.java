// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;

/**
 * Where a lane is. Owns nothing; immutable.
 *
 * @param memory in which it is
 * @param base offset of its first byte in the memory
 * @param capacity bytes
 */
record LaneRing(Segment memory, int base, int capacity) {
    /** The wide lane of an area. */
    static LaneRing wide(BulkArea area) {
        return new LaneRing(area.memory(), area.bulkLength(), area.wideLaneLength());
    }

    /** Where in the memory the frame at a position is. */
    int at(long position) {
        return base + (int) (position % capacity);
    }

    /** How many bytes of the lane are left from a position on. */
    int left(long position) {
        return capacity - (int) (position % capacity);
    }
}
