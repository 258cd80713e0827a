// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.testing.Seed;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For all sizes and for all turns of the two ends, the reader reads the messages that the writer has written. */
class LanePropertyTest {
    private static final long SEED = Seed.of(LanePropertyTest.class);

    @ParameterizedTest(name = "capacity {0}")
    @CsvSource({"320, 400, 2000", "384, 400, 2000", "4096, 150, 2000", "32576, 40, 1500", "131072, 15, 1500",
        "200000, 15, 1500"})
    void shouldReadWhatWasWrittenAndKnowWhatWasNotAcknowledged(int capacity, int rounds, int steps) {
        Random seeds = new Random(SEED + capacity);
        try (LaneRig rig = new LaneRig(capacity)) {
            for (int round = 0; round < rounds; round++) {
                rig.renew(LaneRig.LIMIT);
                Random random = new Random(seeds.nextLong());
                LaneScenario scenario = new LaneScenario(rig, random, "seed " + SEED + ", round " + round);
                scenario.run(random.nextInt(steps));
                scenario.checkUnacknowledged();
            }
        }
    }
}
