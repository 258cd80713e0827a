// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;
import io.shmooze.testing.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fault 6 of RELIABILITY.md's table, with bulk areas of 512 KB: a message of 64 KB to 256 KB is one frame, and a longer
 * one goes in parts of 128 KB. Shorter ones go through the wide lane.
 */
@Timeout(120)
class KilledWithBulkMessagesSystemTest {
    private static final int LENGTH = 160_000;
    private static final int LONGER_THAN_THE_AREA = 2_400_000;

    @RegisterExtension
    final CrashFixture crash = new CrashFixture(512 * 1024);

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverNothingOfAMessageWhoseFrameWasNotPublished(Side victim) {
        crash.begin(victim, FailPoint.BEFORE_PUBLISH, 2);
        crash.order("send first " + LENGTH);
        crash.tell("send second " + LENGTH);

        crash.awaitDeath();
        assertThat(crash.survivor().heard()).containsExactly("first:" + LENGTH);
        crash.expectNextToGet();
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverAMessageWhoseFrameWasPublished(Side victim) {
        crash.begin(victim, FailPoint.AFTER_PUBLISH, 1);
        crash.survivor().awaitAsleep();
        crash.tell("send only " + LENGTH);

        crash.awaitDeath();
        assertThat(crash.survivor().heard()).containsExactly("only:" + LENGTH);
        crash.expectNextToGet();
    }

    /** With the frame that says so, or right after it. */
    @ParameterizedTest
    @CsvSource({"CLIENT, BEFORE_PUBLISH", "CLIENT, AFTER_PUBLISH", "SERVER, BEFORE_PUBLISH", "SERVER, AFTER_PUBLISH"})
    void shouldDeliverNothingOfAMessageBeforeWhichItsSenderMovedToTheWideLane(Side victim, FailPoint at) {
        crash.begin(victim, at, 1);
        crash.tell("send first 20000");

        crash.awaitDeath();
        assertThat(crash.survivor().heard()).isEmpty();
        crash.expectNextToGet();
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverAMessageThatWasPublishedInTheWideLane(Side victim) {
        crash.begin(victim, FailPoint.AFTER_PUBLISH, 2);
        crash.survivor().awaitAsleep();
        crash.tell("send only 20000");

        crash.awaitDeath();
        assertThat(crash.survivor().heard()).containsExactly("only:20000");
        crash.expectNextToGet();
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldSendAgainFromTheAreaWhatADeadReceiverHadNotHandled(Side victim) {
        crash.begin(victim, FailPoint.BEFORE_RELEASE, 2);
        crash.survivor().send(1, "one", LENGTH);
        crash.survivor().send(1, "two", LENGTH);
        crash.awaitDeath();
        crash.expectNextToGet("two:" + LENGTH);
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldNeverDeliverHalfAMessageOfADeadSender(Side victim) {
        crash.begin(victim, FailPoint.BETWEEN_FRAMES, 5);
        crash.order("send first 10");
        crash.tell("send long " + LONGER_THAN_THE_AREA);

        crash.awaitDeath();
        assertThat(crash.survivor().heard()).containsExactly("first:10");
        crash.expectNextToGet();
    }

    @Test
    void shouldSendToTheNextServerWhatWasHalfSentToADeadOne() throws Exception {
        crash.begin(Side.SERVER, FailPoint.BEFORE_FRAGMENT_RELEASE, 5);
        Task<Void> send = Task.run(() -> crash.survivor().send(1, "long", LONGER_THAN_THE_AREA));

        crash.awaitDeath();
        Survivor next = crash.open(Side.SERVER);
        send.result();
        // It is not marked, because no callback can have seen it before.
        next.expect(List.of("long:" + LONGER_THAN_THE_AREA));
        crash.expectGoodEnd(crash.survivor(), next);
    }
}
