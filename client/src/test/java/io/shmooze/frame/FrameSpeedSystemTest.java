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

/**
 * A publisher that never pauses, and three viewers in processes of their own. A viewer is slow because it holds each
 * frame until the publisher has published some newer ones, so the test does not depend on time.
 */
@Timeout(240)
class FrameSpeedSystemTest {
    private static final long FRAMES = Long.getLong("shmooze.frames", 10_000);
    private static final int[] LAGS = {0, 10, 250};
    private static final Pattern RESULT = Pattern.compile("took ([0-9]+) missed ([0-9]+) torn ([0-9]+) last ([0-9]+)");

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldTearNoFrame() {
        // Each of the processes has a second viewer, which counts.
        Program publisher =
                FramePartner.start(programs, "publish", Long.toString(FRAMES), Integer.toString(2 * LAGS.length));
        List<Program> viewers = new ArrayList<>();
        for (int lag : LAGS) {
            viewers.add(FramePartner.start(programs, "lag", Long.toString(FRAMES), Integer.toString(lag)));
        }
        publisher.awaitOutput("published " + FRAMES);
        for (int i = 0; i < LAGS.length; i++) {
            checkResult(viewers.get(i), LAGS[i]);
        }
        publisher.endInput();
        publisher.awaitExit(0);
        assertThat(programs.leftovers()).containsExactly("cam.lock");
    }

    private static void checkResult(Program viewer, int lag) {
        Patience.until(() -> !viewer.isAlive());
        Matcher result = RESULT.matcher(viewer.output());
        assertThat(result.find()).as(viewer.output() + viewer.errors()).isTrue();
        long took = Long.parseLong(result.group(1));
        assertThat(result.group(3)).as("torn").isEqualTo("0");
        assertThat(result.group(4)).as("the last frame").isEqualTo(Long.toString(FRAMES));
        // The numbers of two frames differ by the lag at least, but for the last one.
        assertThat(took).as("frames taken with a lag of %d", lag)
                .isBetween(1L, lag == 0 ? FRAMES : (FRAMES - 1) / lag + 2);
        assertThat(took + Long.parseLong(result.group(2))).as("frames taken and missed").isBetween(took, FRAMES);
    }
}
