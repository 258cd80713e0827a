// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.segment.Segment;
import io.shmooze.testing.TestSegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventCountTest {
    private static final int EPOCH = 68;

    private final Segment segment = TestSegment.inMemory(1024);
    private final EventCount here = new EventCount(segment, EPOCH);
    private final EventCount there = new EventCount(segment, EPOCH);

    @Test
    void shouldNeverUseAnEpochTwiceWhileAnybodySleeps() {
        here.arm();
        int first = epoch();
        here.arm();
        int second = epoch();
        here.disarm();
        assertThat(epoch()).as("somebody still sleeps").isEqualTo(second);
        here.rearm();
        int third = epoch();
        here.disarm();
        assertThat(epoch() & 1).isZero();
        here.arm();
        assertThat(List.of(first, second, third, epoch())).doesNotHaveDuplicates().allMatch(it -> (it & 1) == 1);
    }

    @Test
    void shouldTakeAWaiterOncePerEpoch() {
        assertThat(there.takeWaiter()).as("nobody sleeps").isFalse();
        here.arm();
        assertThat(there.takeWaiter()).isTrue();
        assertThat(there.takeWaiter()).as("woken already").isFalse();
        assertThat(there.takeWaiterUnfenced()).as("woken already").isFalse();
        here.rearm();
        assertThat(there.takeWaiterUnfenced()).as("asked again").isTrue();
        here.disarm();
        assertThat(there.takeWaiter()).as("awake").isFalse();
    }

    @Test
    void shouldTakeAWaiterWhenTheEpochWrapsAround() {
        segment.putIntRelease(EPOCH, Integer.MAX_VALUE);
        assertThat(there.takeWaiter()).isTrue();
        segment.putIntRelease(EPOCH, Integer.MIN_VALUE + 1);
        assertThat(there.takeWaiter()).isTrue();
        segment.putIntRelease(EPOCH, -1);
        assertThat(there.takeWaiter()).isTrue();
    }

    private int epoch() {
        return segment.getIntAcquire(EPOCH);
    }
}
