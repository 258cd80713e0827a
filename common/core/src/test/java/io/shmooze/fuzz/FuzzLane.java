// SPDX-License-Identifier: Apache-2.0
package io.shmooze.fuzz;

import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;
import io.shmooze.testing.TestSegment;
import java.nio.ByteBuffer;

/**
 * The memory of one lane, with the reader's position before it and guards around it that neither end may write, and
 * perhaps of its bulk area.
 *
 * <pre>
 *     0  acknowledged
 *     8  guard
 *    64  lane, c bytes
 *  64+c  guard, 64 bytes
 * </pre>
 */
final class FuzzLane implements AutoCloseable {
    static final int ACKNOWLEDGED = 0;
    static final int BASE = 64;
    private static final int GUARD_LENGTH = 64;
    private static final long GUARD = 0x5A5A_A5A5_5A5A_A5A5L;

    final int capacity;
    final Segment segment;
    /** What the peer writes goes here. */
    final ByteBuffer memory;
    /** Null if there is none. */
    final BulkArea bulk;
    private final ByteBuffer zeros;

    FuzzLane(int capacity, int bulkCapacity) {
        this.bulk = bulkCapacity == 0 ? null : BulkArea.over(ByteBuffer.allocateDirect(bulkCapacity));
        this.capacity = capacity;
        this.segment = TestSegment.zeroed(BASE + capacity + GUARD_LENGTH);
        this.memory = segment.memory();
        this.zeros = ByteBuffer.allocateDirect(capacity);
        for (int offset = 8; offset < BASE; offset += 8) {
            memory.putLong(offset, GUARD);
        }
        for (int offset = BASE + capacity; offset < segment.length(); offset += 8) {
            memory.putLong(offset, GUARD);
        }
    }

    /** As a server makes it. */
    void renew() {
        memory.putLong(ACKNOWLEDGED, 0);
        memory.put(BASE, zeros, 0, capacity);
    }

    long acknowledged() {
        return memory.getLong(ACKNOWLEDGED);
    }

    int bulkCapacity() {
        return bulk == null ? 0 : bulk.memory().length();
    }

    /** Where in the segment the frame at a position is. */
    int at(long position) {
        return BASE + (int) (position % capacity);
    }

    /** The first offset outside the lane that one of its ends has written, or -1. */
    int damage() {
        for (int offset = 8; offset < segment.length(); offset += 8) {
            if (offset == BASE) {
                offset += capacity;
            }
            if (memory.getLong(offset) != GUARD) {
                return offset;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        segment.unmap();
    }
}
