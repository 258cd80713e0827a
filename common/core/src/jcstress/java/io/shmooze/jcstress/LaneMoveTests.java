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
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The writer moves to the wide lane when the lane is full, or at the latest for a message that is too long, while the
 * reader polls. Payloads, and what was in the wide lane before, look like headers that come next: if the reader saw one
 * after the move, it would deliver a message that was never sent.
 */
@JCStressTest
@Outcome(id = "24, 0, 136", expect = Expect.ACCEPTABLE, desc = "All messages, unchanged and in order.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A message lost, invented or overwritten, or no move.")
@State
public class LaneMoveTests {
    private static final int MESSAGES = 24;
    /** Of four words: a frame of the lane has three. */
    private static final int LONG_MESSAGE = 12;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    private final LaneMemory lane = LaneMemory.withWideLane(72, LaneMoveTests::emptyMessage);
    private final ByteBuffer payload = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);

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

    private void fill(int message) {
        payload.clear();
        for (int i = 0; i < words(message); i++) {
            payload.putLong(emptyMessage(2 * message + i));
        }
        payload.flip();
    }

    private static int words(int message) {
        return message == LONG_MESSAGE ? 4 : 1 + message % 3;
    }

    /** The header of an empty message that could be due. */
    private static long emptyMessage(int number) {
        return 7L << 32 | 1L << 40 | (long) number << 48;
    }

    @Actor
    public void reader(III_Result result) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (result.r1 < MESSAGES && !isOver(deadlineNs)) {
            if (lane.poll()) {
                result.r2 += isRight(result.r1) && isRight(result.r1) ? 0 : 1;
                lane.reader.release();
                result.r1++;
            }
        }
        result.r3 = lane.reader.capacity();
    }

    private boolean isRight(int message) {
        ByteBuffer view = ByteBuffer.wrap(lane.reader.payload().copy()).order(ByteOrder.LITTLE_ENDIAN);
        boolean right = view.remaining() == words(message) * Long.BYTES;
        for (int i = 0; right && view.hasRemaining(); i++) {
            right = view.getLong() == emptyMessage(2 * message + i);
        }
        return right;
    }

    private static boolean isOver(long deadlineNs) {
        return System.nanoTime() - deadlineNs > 0;
    }
}
