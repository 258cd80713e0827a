// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.MessageKind;
import io.shmooze.jmh.InNanoseconds;
import io.shmooze.segment.Segment;
import io.shmooze.testing.TestSegment;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Writes a message into a lane and reads it again. Both ends are in one thread, so the time that a cache line takes
 * from one CPU to another is not included.
 */
@State(Scope.Thread)
public class LaneBenchmarks extends InNanoseconds {
    private static final int ACKNOWLEDGED = 0;
    private static final int BASE = 128;
    private static final int CAPACITY = 64 * 1024;

    @Param({"64", "1000"})
    private int length;
    private Segment segment;
    private LaneWriter writer;
    private LaneReader reader;
    private ByteBuffer payload;

    /** Creates an empty lane. */
    @Setup
    public void create() {
        segment = TestSegment.zeroed(BASE + CAPACITY);
        writer = new LaneWriter(segment, BASE, CAPACITY, ACKNOWLEDGED, null);
        reader = new LaneReader(segment, BASE, CAPACITY, ACKNOWLEDGED, CAPACITY, null);
        payload = ByteBuffer.allocateDirect(length);
    }

    /** Gives the memory back. */
    @TearDown
    public void destroy() {
        segment.unmap();
    }

    /**
     * Reads in place, without copying the payload out.
     *
     * @return its length
     */
    @Benchmark
    public int writeAndRead() {
        if (writer.write(MessageKind.BINARY, payload, 0, false) != length) {
            throw new IllegalStateException("There is no room in an empty lane");
        }
        LaneReader.Poll found = reader.poll();
        while (found == LaneReader.Poll.PARTIAL) {
            found = reader.poll();
        }
        int read = reader.payload().length();
        reader.release();
        return read;
    }
}
