// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jcstress;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** If a message is seen, it is complete: the header is stored after the payload and loaded before it. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Nothing published yet.")
@Outcome(id = "40, 40", expect = Expect.ACCEPTABLE, desc = "The whole message.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A torn message.")
@State
public class LanePublicationTests {
    private static final int LENGTH = 40;

    private final LaneMemory lane = new LaneMemory(128);
    private final ByteBuffer payload = ByteBuffer.allocate(LENGTH);

    public LanePublicationTests() {
        for (int i = 0; i < LENGTH; i++) {
            payload.put(i, (byte) 1);
        }
    }

    @Actor
    public void writer() {
        lane.write(payload);
    }

    @Actor
    public void reader(II_Result result) {
        if (lane.poll()) {
            byte[] copy = lane.reader.payload().copy();
            result.r1 = copy.length;
            for (byte each : copy) {
                result.r2 += each;
            }
        }
    }
}
