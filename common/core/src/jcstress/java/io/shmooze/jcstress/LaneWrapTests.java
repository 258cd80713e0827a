// SPDX-License-Identifier: Apache-2.0
package io.shmooze.jcstress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * After the lane's end, headers come where old payload is. Here the old payload looks like the header that comes next:
 * if the reader saw it, it would deliver a message that was never sent. Bytes are also reused only after they were
 * acknowledged: the bytes that the reader is reading do not change.
 */
@JCStressTest
@Outcome(id = "24, 0", expect = Expect.ACCEPTABLE, desc = "All messages, unchanged and in order.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A message lost, invented or overwritten.")
@State
public class LaneWrapTests {
    private static final int MESSAGES = 24;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private final LaneMemory lane = new LaneMemory(72);
    private final ByteBuffer payload = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);

    @Actor
    public void writer() {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        for (int sent = 0; sent < MESSAGES; ) {
            fill(sent);
            if (lane.write(payload)) {
                sent++;
            } else if (isOver(deadlineNs)) {
                return;
            }
        }
    }

    /** One to three words, each of them the header of an empty message that could be due some frames later. */
    private void fill(int message) {
        payload.clear();
        int words = 1 + message % 3;
        for (int i = 0; i < words; i++) {
            payload.putLong(emptyMessage(2 * message + i));
        }
        payload.flip();
    }

    private static long emptyMessage(int number) {
        return 7L << 32 | 1L << 40 | (long) number << 48;
    }

    @Actor
    public void reader(II_Result result) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (result.r1 < MESSAGES && !isOver(deadlineNs)) {
            if (lane.poll()) {
                result.r2 += isRight(result.r1) && isRight(result.r1) ? 0 : 1;
                lane.reader.release();
                result.r1++;
            }
        }
    }

    private boolean isRight(int message) {
        ByteBuffer view = ByteBuffer.wrap(lane.reader.payload().copy()).order(ByteOrder.LITTLE_ENDIAN);
        boolean right = view.remaining() == 8 * (1 + message % 3);
        for (int i = 0; right && view.hasRemaining(); i++) {
            right = view.getLong() == emptyMessage(2 * message + i);
        }
        return right;
    }

    private static boolean isOver(long deadlineNs) {
        return System.nanoTime() - deadlineNs > 0;
    }
}
