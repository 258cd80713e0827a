// SPDX-License-Identifier: Apache-2.0
package io.shmooze.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.lane.LaneReader;
import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Short runs of the fuzzer, compiled and interpreted. */
@Timeout(120)
class LaneFuzzerTest {
    private static final long SEED = Seed.of(LaneFuzzerTest.class);
    private static final long FRAMES = 1_000_000;
    private static final long INTERPRETED_FRAMES = 10_000;

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldSurviveWhateverIsWritten() throws Exception {
        // In a thread of its own, so that one that goes round for ever is found, and where.
        long frames = Task.call(() -> LaneFuzzer.run(SEED, FRAMES)).result();
        assertThat(frames).isGreaterThanOrEqualTo(FRAMES);
    }

    @Test
    void shouldSurviveItInAnInterpreterToo() {
        List<String> words = Forks.java(Forks.classPath(LaneFuzzer.class, LaneReader.class), List.of("-Xint"),
                List.of(LaneFuzzer.class.getName(), "--seed", Long.toString(SEED),
                        "--frames", Long.toString(INTERPRETED_FRAMES)));
        Program fuzzer = Forks.command(programs, words).start();
        fuzzer.awaitExit(0);
        assertThat(fuzzer.output()).contains(" frames in ");
    }
}
