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

/** Either the writer finds room and does not sleep, or the reader makes room, finds the writer asleep, and rings. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Found, not rung.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "Asleep, rung.")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Found, and rung without need.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "Asleep for ever.")
@State
public class RoomEventCountTests {
    private static final ByteBuffer PAYLOAD = ByteBuffer.allocate(8).asReadOnlyBuffer();

    private final LaneMemory lane = new LaneMemory(64);
    private final EventCount room = new EventCount(LaneMemory.SEGMENT, lane.epochOffset);
    private final EventCount peerRoom = new EventCount(LaneMemory.SEGMENT, lane.epochOffset);

    public RoomEventCountTests() {
        while (lane.write(PAYLOAD)) {
            continue;
        }
        lane.poll();
    }

    @Actor
    public void writer(ZZ_Result result) {
        room.arm();
        result.r1 = lane.writer.hasRoom();
    }

    @Actor
    public void reader(ZZ_Result result) {
        lane.reader.release();
        result.r2 = peerRoom.takeWaiter();
    }
}
