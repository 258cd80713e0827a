// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.MessageKind;
import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;
import io.shmooze.testing.TestSegment;
import java.nio.ByteBuffer;

/** Both ends of one lane in one thread. */
final class LaneRig implements AutoCloseable {
    static final int ACKNOWLEDGED = 0;
    static final int BASE = 64;
    static final int LIMIT = 16 * 1024 * 1024;

    final Segment segment;
    final int capacity;
    /** Null if there is none. */
    final BulkArea bulk;
    LaneWriter writer;
    LaneReader reader;

    LaneRig(int capacity) {
        this(capacity, 0);
    }

    /** With a bulk area, unless its capacity is 0. */
    LaneRig(int capacity, int bulkCapacity) {
        this(capacity, bulkCapacity == 0 ? null : BulkArea.over(ByteBuffer.allocateDirect(bulkCapacity)));
    }

    /** With a wide lane behind a bulk area, each unless its capacity is 0. */
    LaneRig(int capacity, int bulkCapacity, int wideCapacity) {
        this(capacity, bulkCapacity + wideCapacity == 0 ? null : BulkArea.withWideLane(
                ByteBuffer.allocateDirect(bulkCapacity + wideCapacity), bulkCapacity, bulkCapacity + wideCapacity));
    }

    LaneRig(int capacity, BulkArea bulk) {
        this.capacity = capacity;
        this.bulk = bulk;
        this.segment = TestSegment.zeroed(BASE + capacity);
        renew(LIMIT);
    }

    /** A fresh lane in the same memory. */
    void renew(int maxMessageLength) {
        segment.put(0, ByteBuffer.allocate(BASE + capacity), 0, BASE + capacity);
        if (wideCapacity() > 0) {
            bulk.memory().put(bulk.bulkLength(), ByteBuffer.allocate(wideCapacity()), 0, wideCapacity());
        }
        writer = new LaneWriter(segment, BASE, capacity, ACKNOWLEDGED, bulk);
        reader = new LaneReader(segment, BASE, capacity, ACKNOWLEDGED, maxMessageLength, bulk);
    }

    int bulkCapacity() {
        return bulk == null ? 0 : bulk.bulkLength();
    }

    int wideCapacity() {
        return bulk == null ? 0 : bulk.wideLaneLength();
    }

    /** Whether the writer is in the wide lane. */
    boolean hasMoved() {
        return writer.capacity() != capacity;
    }

    /** One frame of a binary message of zeros. */
    int write(int length, int written) {
        return writer.write(MessageKind.BINARY, ByteBuffer.allocate(length), written, false);
    }

    /** All frames of a message; false if the lane was full before the last one. */
    boolean writeAll(ByteBuffer payload) {
        int written = 0;
        do {
            int more = writer.write(MessageKind.BINARY, payload, written, false);
            if (more == LaneWriter.NO_ROOM) {
                return false;
            }
            written += more;
        } while (written < payload.remaining());
        return true;
    }

    /** Writes and consumes empty frames until both ends are at an offset of the lane. */
    void moveTo(int offset) {
        for (int at = 0; at < offset; at += FrameDescriptor.HEADER_LENGTH) {
            write(0, 0);
            reader.poll();
            reader.release();
        }
    }

    /** Consumes all frames that are there; returns the number of whole messages. */
    int readAll() {
        int messages = 0;
        LaneReader.Poll found = reader.poll();
        while (found != LaneReader.Poll.EMPTY) {
            if (found == LaneReader.Poll.MESSAGE) {
                messages++;
                reader.release();
            }
            found = reader.poll();
        }
        return messages;
    }

    long acknowledged() {
        return segment.getLongAcquire(ACKNOWLEDGED);
    }

    @Override
    public void close() {
        segment.unmap();
    }
}
