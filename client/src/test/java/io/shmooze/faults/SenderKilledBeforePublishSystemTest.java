// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Detachment;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fault 1 of RELIABILITY.md's table. The sender dies when the payload is in the lane and its header is not. */
@Timeout(120)
class SenderKilledBeforePublishSystemTest {
    @RegisterExtension
    final CrashFixture crash = new CrashFixture();

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverNothing(Side victim) {
        crash.begin(victim, FailPoint.BEFORE_PUBLISH, 2);
        crash.order("send first 10");
        crash.tell("send second 20");

        Detachment detachment = crash.awaitDeath();
        assertThat(detachment.unacknowledged()).isEmpty();
        assertThat(crash.survivor().heard()).containsExactly("first:10");
        crash.expectNextToGet();
    }
}
