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
 * Fault 2 of RELIABILITY.md's table. The frame is published and the reader sleeps: only the end-of-file that the kernel
 * sends can wake it.
 */
@Timeout(120)
class SenderKilledBeforeRingingSystemTest {
    @RegisterExtension
    final CrashFixture crash = new CrashFixture();

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldWakeTheReaderByTheDeathNotice(Side victim) {
        crash.begin(victim, FailPoint.AFTER_PUBLISH, 1);
        crash.survivor().awaitAsleep();
        crash.tell("send only 10");

        crash.awaitDeath();
        assertThat(crash.survivor().heard()).containsExactly("only:10");
        crash.expectNextToGet();
    }
}
