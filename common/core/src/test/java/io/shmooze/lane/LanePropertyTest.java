// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Seed;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For all sizes and for all turns of the two ends, the reader reads the messages that the writer has written. */
class LanePropertyTest {
    private static final long SEED = Seed.of(LanePropertyTest.class);

    @ParameterizedTest(name = "capacity {0}, bulk {1}, wide {2}")
    @CsvSource({"320, 0, 0, 400, 2000", "384, 0, 0, 400, 2000", "4096, 0, 0, 150, 2000", "32576, 0, 0, 40, 1500",
        "131072, 0, 0, 15, 1500", "200000, 0, 0, 15, 1500", "320, 4096, 0, 400, 2000", "320, 65536, 0, 100, 2000",
        "4096, 8192, 0, 100, 2000", "32576, 4096, 0, 40, 1500", "32576, 262144, 0, 15, 1500",
        "131072, 1048576, 0, 5, 1500",
        "320, 0, 328, 1000, 200", "320, 0, 4096, 400, 400", "320, 4096, 640, 1000, 200", "320, 4096, 65536, 100, 400",
        "320, 65536, 4096, 100, 400", "4096, 8192, 12288, 200, 400", "4096, 4096, 4096, 200, 400",
        "4096, 8192, 328, 200, 400"})
    void shouldReadWhatWasWrittenAndKnowWhatWasNotAcknowledged(int capacity, int bulk, int wide, int rounds,
                                                               int steps) {
        Random seeds = new Random(SEED + capacity + bulk + wide);
        int moved = 0;
        try (LaneRig rig = new LaneRig(capacity, bulk, wide)) {
            for (int round = 0; round < rounds; round++) {
                rig.renew(LaneRig.LIMIT);
                Random random = new Random(seeds.nextLong());
                LaneScenario scenario = new LaneScenario(rig, random, "seed " + SEED + ", round " + round);
                scenario.run(random.nextInt(steps));
                scenario.checkUnacknowledged();
                moved += rig.hasMoved() ? 1 : 0;
            }
        }
        assertThat(moved > 0).as("%d of %d rounds moved", moved, rounds).isEqualTo(wide > capacity);
    }
}
