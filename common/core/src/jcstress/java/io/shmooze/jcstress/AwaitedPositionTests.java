// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jcstress;

import io.shmooze.wait.EventCount;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A writer that waits for a near position beside a thread that waits for a far one, and gives up: either the writer
 * finds room and does not sleep, or the reader that makes it sees the near position and rings.
 */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Found, not rung.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "Asleep, rung.")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Found, and rung without need.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "Asleep for ever.")
@State
public class AwaitedPositionTests {
    private static final ByteBuffer PAYLOAD = ByteBuffer.allocate(8).asReadOnlyBuffer();
    private static final int FRAME = 16;

    private final LaneMemory lane = new LaneMemory(64);
    private final EventCount room = new EventCount(LaneMemory.SEGMENT, lane.epochOffset, lane.positionOffset);
    private final EventCount peerRoom = new EventCount(LaneMemory.SEGMENT, lane.epochOffset, lane.positionOffset);
    private final long published;

    public AwaitedPositionTests() {
        while (lane.write(PAYLOAD)) {
            continue;
        }
        published = lane.writer.position();
        room.arm(published);
        lane.poll();
    }

    @Actor
    public void writer(ZZ_Result result) {
        room.arm(FRAME);
        result.r1 = lane.writer.hasRoom();
    }

    @Actor
    public void flush() {
        room.disarm(published);
    }

    @Actor
    public void reader(ZZ_Result result) {
        lane.reader.release();
        result.r2 = peerRoom.takeWaiter(lane.reader.position());
    }
}
