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
 * A bulk area of two to four blocks, which the writer uses again and again. A block is reused only after the frame that
 * names it was acknowledged: the reader never sees bytes of a later message in it, and always those of its own.
 */
@JCStressTest
@Outcome(id = "24, 0", expect = Expect.ACCEPTABLE, desc = "All messages, unchanged and in order.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A message lost or overwritten.")
@State
public class BulkReuseTests {
    private static final int MESSAGES = 24;
    /** Of a block with one, one and a half, or two times what blocks are aligned to. */
    private static final int[] WORDS = {8, 12, 16};
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    /** It has room for more frames than the area has for blocks; a frame of its own is too short for a message. */
    private final LaneMemory lane = LaneMemory.withBulk(128);
    private final ByteBuffer payload = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);

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
            payload.putLong(message);
        }
        payload.flip();
    }

    private static int words(int message) {
        return WORDS[message % WORDS.length];
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
        boolean right = view.remaining() == words(message) * Long.BYTES;
        while (right && view.hasRemaining()) {
            right = view.getLong() == message;
        }
        return right;
    }

    private static boolean isOver(long deadlineNs) {
        return System.nanoTime() - deadlineNs > 0;
    }
}
