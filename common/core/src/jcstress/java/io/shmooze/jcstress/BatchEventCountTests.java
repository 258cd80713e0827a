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

/** As {@link ArrivalsEventCountTests}, but the writer has a batch: it looks without a fence, with one at the end. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "Found, not rung.")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "Asleep, rung.")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Found, and rung without need.")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "Asleep for ever.")
@State
public class BatchEventCountTests {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final LaneMemory lane = new LaneMemory(128);
    private final EventCount arrivals = new EventCount(LaneMemory.SEGMENT, lane.epochOffset);
    private final EventCount peerArrivals = new EventCount(LaneMemory.SEGMENT, lane.epochOffset);

    @Actor
    public void reader(ZZ_Result result) {
        if (lane.poll()) {
            lane.reader.release();
        }
        arrivals.arm();
        result.r1 = lane.reader.available();
    }

    @Actor
    public void writer(ZZ_Result result) {
        lane.write(EMPTY);
        boolean rung = peerArrivals.takeWaiterUnfenced();
        lane.write(EMPTY);
        rung |= peerArrivals.takeWaiterUnfenced();
        result.r2 = rung | peerArrivals.takeWaiter();
    }
}
