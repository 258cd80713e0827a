// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TemporalSlipTest {
    private static final int CAPACITY = 1 << 19;
    private static final int MOST = 64;
    private static final int FRAME = 72;

    private int capacity = CAPACITY;
    private long nowNs;
    private long position;
    private long sent;

    /** Makes passes of one frame each; returns after how many of them the reader was first to pause. */
    private int passesUntilDue(TemporalSlip slip, int count, long gapNs) {
        for (int pass = 1; pass <= 10 * TemporalSlip.PASSES; pass++) {
            nowNs += count * gapNs;
            position += (long) count * FRAME;
            if (slip.isDue(count, MOST, capacity, position, sent)) {
                return pass;
            }
        }
        return -1;
    }

    private TemporalSlip slip() {
        return new TemporalSlip(() -> nowNs);
    }

    @Test
    void shouldPauseInAFastStreamOfShortPasses() {
        TemporalSlip slip = slip();
        assertThat(passesUntilDue(slip, 1, TemporalSlip.FAST_NS / 2)).isEqualTo(2 * TemporalSlip.PASSES);
        assertThat(passesUntilDue(slip, 5, TemporalSlip.FAST_NS / 2)).isEqualTo(1);
    }

    @Test
    void shouldNotPauseInASlowStream() {
        assertThat(passesUntilDue(slip(), 1, 2 * TemporalSlip.FAST_NS)).isNegative();
    }

    @Test
    void shouldStopPausingWhenTheStreamHasBecomeSlow() {
        TemporalSlip slip = slip();
        passesUntilDue(slip, 1, 1);
        for (int pass = 0; pass < 2 * TemporalSlip.PASSES; pass++) {
            nowNs += 2 * TemporalSlip.FAST_NS;
            position += FRAME;
            slip.isDue(1, MOST, capacity, position, sent);
        }
        assertThat(passesUntilDue(slip, 1, 2 * TemporalSlip.FAST_NS)).isNegative();
    }

    @Test
    void shouldNotPauseInAConversation() {
        TemporalSlip slip = slip();
        passesUntilDue(slip, 1, 1);
        for (int pass = 0; pass < 10 * TemporalSlip.PASSES; pass++) {
            sent++;
            position += FRAME;
            assertThat(slip.isDue(1, MOST, capacity, position, sent)).isFalse();
        }
    }

    @Test
    void shouldNotPauseAfterLongPasses() {
        assertThat(passesUntilDue(slip(), TemporalSlip.SHORT_PASS, 1)).isNegative();
    }

    @Test
    void shouldNotPauseAfterPassesThatTookAllTheyCould() {
        TemporalSlip slip = slip();
        for (int pass = 0; pass < 10 * TemporalSlip.PASSES; pass++) {
            position += FRAME;
            assertThat(slip.isDue(1, 1, capacity, position, sent)).isFalse();
        }
    }

    @Test
    void shouldNotPauseBesideALaneThatHoldsFewMessages() {
        capacity = TemporalSlip.SHORT_PART * FRAME;
        assertThat(passesUntilDue(slip(), 1, 1)).isNegative();
    }
}
