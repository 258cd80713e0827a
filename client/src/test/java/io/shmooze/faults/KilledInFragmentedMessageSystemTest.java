// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.SessionClosedException;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;
import io.shmooze.testing.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fault 6 of RELIABILITY.md's table. A segment of 1,024 bytes takes 144 bytes of payload a frame, and three such frames
 * do not fit its lane.
 */
@Timeout(120)
class KilledInFragmentedMessageSystemTest {
    @RegisterExtension
    final CrashFixture crash = new CrashFixture(0);

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldNeverDeliverHalfAMessageOfADeadSender(Side victim) {
        crash.begin(victim, FailPoint.BETWEEN_FRAMES, 5);
        crash.order("send first 10");
        crash.tell("send long 2000");

        crash.awaitDeath();
        assertThat(crash.survivor().heard()).containsExactly("first:10");
        crash.expectNextToGet();
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverTheWholeMessageOfADeadSender(Side victim) {
        crash.begin(victim, FailPoint.AFTER_PUBLISH, 2);
        crash.survivor().awaitAsleep();
        crash.tell("send long 200");

        crash.awaitDeath();
        assertThat(crash.survivor().heard()).containsExactly("long:200");
        crash.expectNextToGet();
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverToTheNextReceiverAMessageThatADeadOneHadInPart(Side victim) {
        // The whole message is in the lane, so it counts as published.
        killReceiver(victim, FailPoint.BEFORE_FRAGMENT_RELEASE, 200);
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverToTheNextReceiverAMessageThatLackedOnlyItsEnd(Side victim) {
        killReceiver(victim, FailPoint.BEFORE_CALLBACK, 2000);
    }

    private void killReceiver(Side victim, FailPoint point, int length) {
        crash.begin(victim, point, 1);
        crash.survivor().send(1, "long", length);
        crash.awaitDeath();
        crash.expectNextToGet("long:" + length);
    }

    @Test
    void shouldSendToTheNextServerWhatWasHalfSentToADeadOne() throws Exception {
        crash.begin(Side.SERVER, FailPoint.BEFORE_FRAGMENT_RELEASE, 5);
        Task<Void> send = Task.run(() -> crash.survivor().send(1, "long", 2000));

        crash.awaitDeath();
        Survivor next = crash.open(Side.SERVER);
        send.result();
        // It is not marked, because no callback can have seen it before.
        next.expect(List.of("long:2000"));
        crash.expectGoodEnd(crash.survivor(), next);
    }

    @Test
    void shouldTellAServerThatItsHalfSentMessageIsLost() throws Exception {
        crash.begin(Side.CLIENT, FailPoint.BEFORE_FRAGMENT_RELEASE, 5);
        Task<Void> send = Task.run(() -> crash.survivor().send(1, "long", 2000));

        crash.awaitDeath();
        send.assertThrew(SessionClosedException.class);
        crash.expectNextToGet();
    }
}
