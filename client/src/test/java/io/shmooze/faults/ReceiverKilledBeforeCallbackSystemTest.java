// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.SessionClosedException;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;
import io.shmooze.testing.Task;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fault 4 of RELIABILITY.md's table. The receiver dies, awake or about to sleep, before its application has seen the
 * message.
 */
@Timeout(120)
class ReceiverKilledBeforeCallbackSystemTest {
    @RegisterExtension
    final CrashFixture crash = new CrashFixture();

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldNeverReportItAsAcknowledgedAndDeliverItToTheNext(Side victim) throws Exception {
        crash.begin(victim, FailPoint.BEFORE_CALLBACK, 2);
        Survivor survivor = crash.survivor();
        survivor.send(1, "first", 10);
        crash.await("got first:10");
        survivor.session(1).flush(Survivor.LONG);
        survivor.send(1, "second", 20);
        Task<Void> flush = Task.run(() -> survivor.session(1).flush(Survivor.LONG));

        crash.awaitDeath();
        assertThat(crash.victim().output()).doesNotContain("second");
        if (victim == Side.CLIENT) {
            flush.assertThrew(SessionClosedException.class);
        } else {
            assertThat(flush.isDone()).isFalse();
        }
        crash.expectNextToGet("second:20");
        if (victim == Side.SERVER) {
            flush.result();
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldNotMissAReceiverThatDiesWhileItFallsAsleep(Side victim) throws Exception {
        crash.begin(victim, FailPoint.AFTER_ARM, 2);
        // It has armed its event count once.
        crash.order("idle");
        crash.survivor().send(1, "only", 10);

        crash.awaitDeath();
        crash.await("got only:10");
        crash.expectNextToGet();
    }
}
