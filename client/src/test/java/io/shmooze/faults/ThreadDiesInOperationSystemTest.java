// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;
import io.shmooze.testing.Patience;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fault 9 of RELIABILITY.md's table. An Error is thrown in a thread at each fail-point, in the application's code or in
 * the session's own. The process lives on, and must be able to go on.
 */
@Timeout(120)
class ThreadDiesInOperationSystemTest {
    @RegisterExtension
    final CrashFixture crash = new CrashFixture(0);

    static Stream<Arguments> sending() {
        return onEitherSide(FailPoint.BEFORE_PUBLISH, FailPoint.AFTER_PUBLISH, FailPoint.AFTER_POST,
                FailPoint.BETWEEN_FRAMES);
    }

    static Stream<Arguments> receiving() {
        return onEitherSide(FailPoint.BEFORE_CALLBACK, FailPoint.BEFORE_RELEASE, FailPoint.BEFORE_FRAGMENT_RELEASE,
                FailPoint.AFTER_RELEASE, FailPoint.AFTER_ARM);
    }

    static Stream<Arguments> attaching() {
        return Stream.of(FailPoint.values()).filter(point -> point.name().matches("(SERVER|CLIENT)_.*"))
                .map(point -> Arguments.of(KillScenario.of(point).side, point));
    }

    private static Stream<Arguments> onEitherSide(FailPoint... points) {
        return Stream.of(points).flatMap(point -> Stream.of(Side.values()).map(side -> Arguments.of(side, point)));
    }

    @ParameterizedTest
    @MethodSource("sending")
    void shouldFailTheSessionOfTheSender(Side side, FailPoint point) {
        crash.begin(side, error(point));
        crash.tell("send only 200");
        crash.await("failed send only 200");
        crash.awaitSaid("detached FAILED");
        crash.survivor().recorder.awaitDetached(1);
        assertThat(crash.survivor().heard()).isEmpty();
        expectVictimToGoOn(side);
    }

    @ParameterizedTest
    @MethodSource("receiving")
    void shouldFailTheSessionOfTheReceiver(Side side, FailPoint point) {
        crash.begin(side, error(point));
        crash.order("idle");
        crash.survivor().send(1, "only", 200);
        crash.await("error AssertionError");
        crash.awaitSaid("detached FAILED");
        boolean acknowledged = point == FailPoint.AFTER_RELEASE;
        // A bell without a message may make it arm once more before the message comes.
        boolean either = point == FailPoint.AFTER_ARM;
        List<String> left = acknowledged ? List.of() : List.of("only:200");
        if (side == Side.CLIENT) {
            List<String> reported = crash.survivor().recorder.awaitDetached(1).unacknowledged().stream()
                    .map(NamedMessages::summary).toList();
            assertThat(reported).isIn(left, either ? List.of() : left);
        } else if (!acknowledged && !either) {
            crash.await("got only:200 again");
        }
        expectVictimToGoOn(side);
    }

    @ParameterizedTest
    @MethodSource("attaching")
    void shouldGiveUpAHandshake(Side side, FailPoint point) throws Exception {
        crash.prepare(side, crash.command(side, error(point)));
        if (side == Side.SERVER) {
            crash.order("open");
            crash.openSurvivor(Side.CLIENT);
            crash.expectFiles(CrashFixture.LOCK, CrashFixture.SOCKET);
        } else {
            crash.openSurvivor(Side.SERVER);
            crash.tell("open");
            crash.await("failed open");
            crash.expectFiles(CrashFixture.LOCK, CrashFixture.SOCKET);
            crash.order("open");
        }
        expectTalk(1);
    }

    @ParameterizedTest
    @EnumSource(value = FailPoint.class, names = {"RECOVERY_COLLECTED", "RECOVERY_ATTACHED"})
    void shouldEndASessionThatCannotRecover(FailPoint point) {
        crash.begin(Side.CLIENT, error(point));
        crash.survivor().close();
        crash.openSurvivor(Side.SERVER);
        crash.await("error AssertionError");
        crash.awaitSaid("detached FAILED");
        if (point == FailPoint.RECOVERY_ATTACHED) {
            // The server must not think that it has a client.
            crash.survivor().recorder.awaitDetached(1);
        }
        expectVictimToGoOn(Side.CLIENT);
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldHangUpEvenWhenClosingFails(Side side) {
        crash.begin(side, error(FailPoint.CLOSE_BEFORE_HANGUP));
        if (side == Side.SERVER) {
            crash.order("close");
        } else {
            crash.tell("close");
            crash.await("failed close");
        }
        crash.survivor().recorder.awaitDetached(1);
        crash.order("open");
        expectTalk(2);
    }

    private static List<String> error(FailPoint point) {
        // When it arms for the first time, no message has been sent.
        return List.of(CrashFixture.armed(point, "error", point == FailPoint.AFTER_ARM ? 2 : 1));
    }

    /** A client has a session that is over, and opens another one; a server gets its client back. */
    private void expectVictimToGoOn(Side side) {
        if (side == Side.CLIENT) {
            crash.tell("flush");
            crash.await("failed flush");
            crash.order("open");
        }
        expectTalk(2);
    }

    private void expectTalk(int attachments) {
        Patience.until(() -> crash.victim().output().split("attached\n", -1).length > attachments);
        Survivor survivor = crash.survivor();
        int before = survivor.heard().size();
        crash.order("send after 20");
        Patience.until(() -> survivor.heard().size() > before);
        assertThat(survivor.heard()).last().isEqualTo("after:20");
        survivor.answer("answer", 20);
        crash.await("got answer:20");
        crash.order("flush");
        crash.order("close");
        assertThat(survivor.recorder.errors()).isEmpty();
        crash.reset();
        crash.expectFiles(CrashFixture.LOCK);
    }
}
