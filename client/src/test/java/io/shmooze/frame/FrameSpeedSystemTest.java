// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A publisher that never rests, and three viewers of different speed, each in a process of its own. */
@Timeout(240)
class FrameSpeedSystemTest {
    private static final long FRAMES = Long.getLong("shmooze.frames", 10_000);
    private static final String[] PAUSES_US = {"0", "2000", "50000"};
    private static final Pattern RESULT = Pattern.compile("took ([0-9]+) missed ([0-9]+) torn ([0-9]+) last ([0-9]+)");

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldTearNoFrame() {
        Program publisher = FramePartner.start(programs, "publish", Long.toString(FRAMES), "3");
        List<Program> viewers = new ArrayList<>();
        for (String pause : PAUSES_US) {
            viewers.add(FramePartner.start(programs, "view", Long.toString(FRAMES), pause));
        }
        publisher.awaitOutput("published " + FRAMES);
        long before = Long.MAX_VALUE;
        for (Program viewer : viewers) {
            Patience.until(() -> !viewer.isAlive());
            Matcher result = RESULT.matcher(viewer.output());
            assertThat(result.find()).as(viewer.output() + viewer.errors()).isTrue();
            long took = Long.parseLong(result.group(1));
            assertThat(result.group(3)).as("torn").isEqualTo("0");
            assertThat(result.group(4)).as("the last frame").isEqualTo(Long.toString(FRAMES));
            assertThat(took).as("frames of a slower viewer").isBetween(1L, before);
            assertThat(took + Long.parseLong(result.group(2))).isBetween(took, FRAMES);
            before = took;
        }
        publisher.endInput();
        publisher.awaitExit(0);
        assertThat(programs.leftovers()).containsExactly("cam.lock");
    }
}
