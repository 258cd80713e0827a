// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.testing.Seed;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For all sizes and for all turns of the two ends, the reader reads the messages that the writer has written. */
class LanePropertyTest {
    private static final long SEED = Seed.of(LanePropertyTest.class);

    @ParameterizedTest(name = "capacity {0}, bulk {1}")
    @CsvSource({"320, 0, 400, 2000", "384, 0, 400, 2000", "4096, 0, 150, 2000", "32576, 0, 40, 1500",
        "131072, 0, 15, 1500", "200000, 0, 15, 1500", "320, 4096, 400, 2000", "320, 65536, 100, 2000",
        "4096, 8192, 100, 2000", "32576, 4096, 40, 1500", "32576, 262144, 15, 1500", "131072, 1048576, 5, 1500"})
    void shouldReadWhatWasWrittenAndKnowWhatWasNotAcknowledged(int capacity, int bulk, int rounds, int steps) {
        Random seeds = new Random(SEED + capacity + bulk);
        try (LaneRig rig = new LaneRig(capacity, bulk)) {
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
