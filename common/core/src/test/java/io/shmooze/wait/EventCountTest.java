// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.segment.Segment;
import io.shmooze.testing.TestSegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCountTest {
    private static final int EPOCH = 72;
    private static final int POSITION = 80;

    private final Segment segment = TestSegment.inMemory(1024);
    private final EventCount here = new EventCount(segment, EPOCH);
    private final EventCount there = new EventCount(segment, EPOCH);
    private final EventCount waiting = new EventCount(segment, EPOCH, POSITION);
    private final EventCount waking = new EventCount(segment, EPOCH, POSITION);

    @Test
    void shouldNeverUseAnEpochTwiceWhileAnybodySleeps() {
        here.arm();
        int first = epoch();
        here.arm();
        int second = epoch();
        here.disarm();
        assertThat(epoch()).as("somebody still sleeps").isEqualTo(second);
        here.rearm(0, 0);
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
        here.rearm(0, 0);
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

    @Test
    void shouldTakeAWaiterWhenItsPositionIsReached() {
        waiting.arm(100);
        assertThat(waking.takeWaiter(96)).isFalse();
        assertThat(waking.takeWaiterUnfenced(96)).isFalse();
        assertThat(waking.takeWaiterUnfenced(100)).as("though it was looked at before").isTrue();
        assertThat(waking.takeWaiter(200)).as("woken already").isFalse();
        waiting.rearm(100, 300);
        assertThat(waking.takeWaiter(296)).isFalse();
        assertThat(waking.takeWaiter(304)).isTrue();
    }

    @Test
    void shouldTakeSeveralWaitersAtTheLeastPosition() {
        waiting.arm(100);
        waiting.arm(50);
        waiting.arm(200);
        assertThat(waking.takeWaiter(50)).isTrue();
        waiting.disarm(50);
        waiting.rearm(200, 200);
        assertThat(waking.takeWaiter(92)).as("the one that waited for less is awake").isFalse();
        assertThat(waking.takeWaiter(100)).isTrue();
        waiting.disarm(100);
        waiting.rearm(200, 208);
        assertThat(waking.takeWaiter(200)).isFalse();
        waiting.disarm(208);
        assertThat(epoch() & 1).as("nobody sleeps").isZero();
    }

    @Test
    void shouldKeepAskingForThoseThatWaitForTheSamePosition() {
        waiting.arm(100);
        waiting.arm(100);
        waiting.disarm(100);
        assertThat(waking.takeWaiter(96)).isFalse();
        assertThat(waking.takeWaiter(100)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 100})
    void shouldTakeAWaiterOfAForgedPositionAtMostOncePerEpoch(long position) {
        waiting.arm(1000);
        segment.putLongRelease(POSITION, position);
        assertThat(waking.takeWaiter(100)).isTrue();
        assertThat(waking.takeWaiter(1000)).isFalse();
    }

    @Test
    void shouldLeaveAWaiterAsleepThatForgesAPositionFarAhead() {
        waiting.arm(1000);
        segment.putLongRelease(POSITION, Long.MAX_VALUE);
        assertThat(waking.takeWaiter(Long.MAX_VALUE - 7)).isFalse();
    }

    @Test
    void shouldStoreNoPositionForAPeerThatKnowsNone() {
        here.arm(100);
        assertThat(segment.getLongAcquire(POSITION)).isZero();
        assertThat(there.takeWaiter(0)).isTrue();
    }

    private int epoch() {
        return segment.getIntAcquire(EPOCH);
    }
}
