// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jcstress;

import io.shmooze.MessageKind;
import io.shmooze.lane.LaneReader;
import io.shmooze.lane.LaneWriter;
import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;
import io.shmooze.testing.TestSegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;

/**
 * A fresh lane for each state: a region of one mapping that all states share, because mapping a file for each would be
 * far too slow. There are many more regions than states alive at the same time.
 */
final class LaneMemory {
    static final Segment SEGMENT;

    private static final int REGION = 1024;
    private static final int REGIONS = 64 * 1024;
    private static final int EPOCH = 128;
    private static final int POSITION = 136;
    private static final int LANE = 256;
    private static final int BULK_REGION = 256;
    private static final int WIDE_REGION = 136;
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(REGION).asReadOnlyBuffer();

    private static final ByteBuffer BULK = ByteBuffer.allocateDirect(BULK_REGION * REGIONS);
    private static final ByteBuffer WIDE = ByteBuffer.allocateDirect(WIDE_REGION * REGIONS);

    static {
        SEGMENT = TestSegment.zeroed(REGION * REGIONS);
    }

    final LaneWriter writer;
    final LaneReader reader;
    /** The offset of the sleeping side's epoch. */
    final int epochOffset;
    /** Where that side has the position that it waits for. */
    final int positionOffset;

    LaneMemory(int capacity) {
        this(capacity, region -> null);
    }

    /** With a bulk area of {@link #BULK_REGION} bytes, in which the blocks of other states lie. */
    static LaneMemory withBulk(int capacity) {
        return new LaneMemory(capacity, region -> BulkArea.over(BULK.slice(region * BULK_REGION, BULK_REGION)));
    }

    /**
     * With a wide lane of {@link #WIDE_REGION} bytes, full of what has been there before, until the writer makes zeros
     * of it when it moves.
     *
     * @param before words
     */
    static LaneMemory withWideLane(int capacity, IntToLongFunction before) {
        return new LaneMemory(capacity, region -> {
            ByteBuffer memory = WIDE.slice(region * WIDE_REGION, WIDE_REGION).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < WIDE_REGION / Long.BYTES; i++) {
                memory.putLong(i * Long.BYTES, before.applyAsLong(i));
            }
            return BulkArea.withWideLane(memory, 0, () -> {
                memory.put(0, ZEROS, 0, WIDE_REGION);
                return WIDE_REGION;
            });
        });
    }

    private LaneMemory(int capacity, IntFunction<BulkArea> areas) {
        int region = NEXT.getAndIncrement() & REGIONS - 1;
        int base = region * REGION;
        BulkArea bulk = areas.apply(region);
        SEGMENT.put(base, ZEROS, 0, REGION);
        epochOffset = base + EPOCH;
        positionOffset = base + POSITION;
        writer = new LaneWriter(SEGMENT, base + LANE, capacity, base, bulk);
        reader = new LaneReader(SEGMENT, base + LANE, capacity, base, 4 * capacity, bulk);
    }

    /** Whole messages only. */
    boolean write(ByteBuffer payload) {
        return writer.write(MessageKind.BINARY, payload, 0, false) != LaneWriter.NO_ROOM;
    }

    /** Skips fragments and padding. */
    boolean poll() {
        LaneReader.Poll found = reader.poll();
        while (found == LaneReader.Poll.PARTIAL) {
            found = reader.poll();
        }
        return found == LaneReader.Poll.MESSAGE;
    }
}
