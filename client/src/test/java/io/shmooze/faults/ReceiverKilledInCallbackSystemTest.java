// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Fault 5 of RELIABILITY.md's table. The receiver dies when its application has seen the message and nobody else knows.
 */
@Timeout(120)
class ReceiverKilledInCallbackSystemTest {
    @RegisterExtension
    final CrashFixture crash = new CrashFixture();

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverAgainWhenKilledInTheCallback(Side victim) {
        crash.begin(victim, List.of());
        send("first", Victim.STICKY, "third");
        crash.await("got sticky:20");
        crash.victim().signal("KILL");

        crash.awaitDeath();
        crash.expectNextToGet("sticky:20", "third:20");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldDeliverAgainWhenKilledBetweenCallbackAndClearing(Side victim) {
        killAfterSecond(victim, FailPoint.BEFORE_RELEASE);
        crash.expectNextToGet("second:20", "third:20");
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldNotDeliverAgainWhenKilledAfterClearing(Side victim) {
        killAfterSecond(victim, FailPoint.AFTER_RELEASE);
        crash.expectNextToGet("third:20");
    }

    private void killAfterSecond(Side victim, FailPoint point) {
        crash.begin(victim, point, 2);
        // Makes sure that the third is published before the second one kills.
        crash.victim().signal("STOP");
        send("first", "second", "third");
        crash.victim().signal("CONT");
        crash.awaitDeath();
        assertThat(crash.victim().output()).contains("got second:20").doesNotContain("third");
    }

    /** All of them fit into the lane, so they are published whatever happens to the victim. */
    private void send(String... names) {
        for (String name : names) {
            crash.survivor().send(1, name, 20);
        }
    }
}
