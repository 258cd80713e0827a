// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fault 3 of RELIABILITY.md's table. The reader is woken twice for one message: by the bell and by the death notice.
 */
@Timeout(120)
class SenderKilledAfterRingingSystemTest {
    @RegisterExtension
    final CrashFixture crash = new CrashFixture();

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverExactlyOnce(Side victim) {
        crash.begin(victim, FailPoint.AFTER_POST, 2);
        crash.order("send first 10");
        crash.survivor().awaitAsleep();
        crash.tell("send second 20");

        crash.awaitDeath();
        assertThat(crash.survivor().heard()).containsExactly("first:10", "second:20");
        crash.expectNextToGet();
    }
}
