// SPDX-License-Identifier: Apache-2.0
package io.shmooze.fuzz;

import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;
import io.shmooze.testing.TestSegment;
import java.nio.ByteBuffer;

/**
 * The memory of one lane, with the reader's position before it and guards around it that neither end may write; and
 * perhaps of its bulk area and its wide lane, with guards around both.
 *
 * <pre>
 *     0  acknowledged
 *     8  guard
 *    64  lane, c bytes
 *  64+c  guard, 64 bytes
 *
 *     0  guard, 64 bytes
 *    64  bulk area, b bytes
 *  64+b  wide lane
 *        guard, 64 bytes
 * </pre>
 */
final class FuzzLane implements AutoCloseable {
    static final int ACKNOWLEDGED = 0;
    static final int BASE = 64;
    private static final int GUARD_LENGTH = 64;
    private static final long GUARD = 0x5A5A_A5A5_5A5A_A5A5L;

    /** Where frames are. */
    record Ring(ByteBuffer memory, int base, int capacity) {
        /** Where in the memory the frame at a position is. */
        int at(long position) {
            return base + (int) (position % capacity);
        }
    }

    final int capacity;
    final Segment segment;
    /** What the peer writes goes here. */
    final ByteBuffer memory;
    /** With the wide lane; null if there is neither. */
    final BulkArea bulk;
    final Ring ring;
    /** Null if there is none. */
    final Ring wide;
    private final ByteBuffer area;
    private final ByteBuffer zeros;

    FuzzLane(int capacity, int bulkCapacity, int wideCapacity) {
        int length = bulkCapacity + wideCapacity;
        this.area = ByteBuffer.allocateDirect(GUARD_LENGTH + length + GUARD_LENGTH);
        this.bulk = length == 0 ? null
                : BulkArea.withWideLane(area.slice(GUARD_LENGTH, length), bulkCapacity, length);
        this.capacity = capacity;
        this.segment = TestSegment.zeroed(BASE + capacity + GUARD_LENGTH);
        this.memory = segment.memory();
        this.zeros = ByteBuffer.allocateDirect(Math.max(capacity, wideCapacity));
        this.ring = new Ring(memory, BASE, capacity);
        this.wide = wideCapacity == 0 ? null : new Ring(bulk.memory().memory(), bulkCapacity, wideCapacity);
        guard(memory, 8, BASE);
        guard(memory, BASE + capacity, segment.length());
        guard(area, 0, GUARD_LENGTH);
        guard(area, GUARD_LENGTH + length, area.capacity());
    }

    private static void guard(ByteBuffer memory, int from, int to) {
        for (int offset = from; offset < to; offset += 8) {
            memory.putLong(offset, GUARD);
        }
    }

    /** As a server makes it. */
    void renew() {
        memory.putLong(ACKNOWLEDGED, 0);
        memory.put(BASE, zeros, 0, capacity);
        if (wide != null) {
            wide.memory.put(wide.base, zeros, 0, wide.capacity);
        }
    }

    long acknowledged() {
        return memory.getLong(ACKNOWLEDGED);
    }

    int bulkCapacity() {
        return bulk == null ? 0 : bulk.bulkLength();
    }

    /** How much both lanes hold. */
    int bothCapacities() {
        return capacity + (wide == null ? 0 : wide.capacity);
    }

    /** Whether nobody has written to the wide lane. */
    boolean isWideZero() {
        return wide.memory.slice(wide.base, wide.capacity).mismatch(zeros.slice(0, wide.capacity)) < 0;
    }

    /** Whether one of the ends has written outside the lane, the bulk area and the wide lane. */
    boolean isDamaged() {
        return isDamaged(memory, 8, BASE) || isDamaged(memory, BASE + capacity, segment.length())
                || isDamaged(area, 0, GUARD_LENGTH)
                || isDamaged(area, area.capacity() - GUARD_LENGTH, area.capacity());
    }

    private static boolean isDamaged(ByteBuffer memory, int from, int to) {
        for (int offset = from; offset < to; offset += 8) {
            if (memory.getLong(offset) != GUARD) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        segment.unmap();
    }
}
