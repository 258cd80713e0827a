// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.ProtocolException;
import io.shmooze.testing.Seed;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If a peer writes anywhere, the session fails at most; it neither hangs nor throws any other exception. */
@Timeout(60)
class ScribbledLaneTest {
    private static final long SEED = Seed.of(ScribbledLaneTest.class);
    private static final int CAPACITY = 320;
    private static final int WIDE = 640;
    private static final int ROUNDS = 20_000;

    private final Random random = new Random(SEED);
    private final ByteBuffer payload = ByteBuffer.allocate(400);

    @ParameterizedTest
    @ValueSource(ints = {0, WIDE})
    void shouldReadOnlyPossibleMessages(int wide) {
        int moved = 0;
        try (LaneRig rig = new LaneRig(CAPACITY, 0, wide)) {
            for (int round = 0; round < ROUNDS; round++) {
                rig.renew(200);
                fill(rig);
                scribble(rig, LaneRig.BASE);
                try {
                    read(rig);
                } catch (ProtocolException e) {
                    assertThat(e.getMessage()).contains("offset");
                }
                moved += rig.reader.capacity() == CAPACITY ? 0 : 1;
            }
        }
        assertThat(moved > 0).as("%d moved", moved).isEqualTo(wide > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, WIDE})
    void shouldTellWhatIsUnacknowledgedAsFarAsItCan(int wide) {
        int moved = 0;
        try (LaneRig rig = new LaneRig(CAPACITY, 0, wide)) {
            for (int round = 0; round < ROUNDS; round++) {
                rig.renew(LaneRig.LIMIT);
                fill(rig);
                scribble(rig, 0);
                List<UnacknowledgedMessage> found = rig.writer.unacknowledged();
                assertThat(found.size()).as("seed %d, round %d", SEED, round)
                        .isLessThanOrEqualTo((CAPACITY + wide) / 8);
                moved += rig.hasMoved() ? 1 : 0;
            }
        }
        assertThat(moved > 0).as("%d moved", moved).isEqualTo(wide > 0);
    }

    private static void read(LaneRig rig) {
        LaneReader.Poll found = rig.reader.poll();
        for (int frames = 0; found != LaneReader.Poll.EMPTY && frames < 200; frames++) {
            if (found == LaneReader.Poll.MESSAGE) {
                assertThat(rig.reader.payload().copy().length).isLessThanOrEqualTo(200);
                rig.reader.release();
            }
            found = rig.reader.poll();
        }
    }

    private void fill(LaneRig rig) {
        rig.moveTo(8 * random.nextInt(CAPACITY / 8));
        int messages = random.nextInt(6);
        for (int i = 0; i < messages; i++) {
            payload.limit(random.nextInt(400));
            if (rig.writeAll(payload) && rig.writer.isFragmented(payload.remaining())) {
                rig.writer.retain(new UnacknowledgedMessage(MessageKind.BINARY, payload, false));
            }
        }
    }

    /** Words that are nearly valid, and words that are not. */
    private void scribble(LaneRig rig, int from) {
        for (int i = random.nextInt(8); i >= 0; i--) {
            long word = switch (random.nextInt(3)) {
                case 0 -> random.nextLong();
                case 1 -> 8L * random.nextInt(2 * CAPACITY / 8);
                default -> FrameDescriptor.header(random.nextInt(CAPACITY), flags(rig), random.nextInt(2),
                        random.nextInt(CAPACITY / 8));
            };
            store(rig, from, random.nextInt(4) == 0 ? word ^ 1L << random.nextInt(64) : word);
        }
    }

    private int flags(LaneRig rig) {
        return rig.wideCapacity() > 0 && random.nextInt(8) == 0 ? FrameDescriptor.MOVED : random.nextInt(32);
    }

    private void store(LaneRig rig, int from, long word) {
        if (rig.wideCapacity() > 0 && random.nextBoolean()) {
            rig.bulk.memory().putLongRelease(8 * random.nextInt(WIDE / 8), word);
        } else {
            rig.segment.putLongRelease(from + 8 * random.nextInt((LaneRig.BASE + CAPACITY - from) / 8), word);
        }
    }
}
