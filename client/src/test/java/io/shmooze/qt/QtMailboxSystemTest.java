// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.testing.OneQtTestAtATime;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our end of a mailbox against a classic Qt program at the other: both roles, both versions. By default every stream
 * goes past message 32,767, at which two Qt programs stand still; {@code -Dshmooze.qt.messages=200000} for long runs.
 */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(600)
class QtMailboxSystemTest {
    private static final int MESSAGES = Integer.getInteger("shmooze.qt.messages", 34_000);
    private static final int BURST = 1000;
    /** Each way, at the same time: {@code -Dshmooze.qt.crossing=40000} to look for rare events. */
    private static final int CROSSING = Integer.getInteger("shmooze.qt.crossing", 1000);

    @RegisterExtension
    final QtRig rig = new QtRig();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();

    /** Qt's version, and our end. */
    static Stream<Arguments> ends() {
        return Stream.of(QtVersion.values()).flatMap(version ->
                Stream.of(QtEnd.values()).map(end -> Arguments.of(version, end)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldGetEveryMessageThroughToQt(QtVersion version, QtEnd end) {
        Pair pair = pair(version, end, "count");
        send(pair.mailbox, MESSAGES);
        assertAllArrived(pair, MESSAGES);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldGetEveryMessageThatQtSendsUnprompted(QtVersion version, QtEnd end) {
        Pair pair = pair(version, end, "count");
        pair.qt.feed("polite " + MESSAGES + " 64\n");
        pair.qt.awaitOutput("sent " + MESSAGES + " failures 0");
        Patience.until(() -> received.get() >= MESSAGES);
        assertThat(wrong).hasValue(0);
        assertThat(pair.mailbox.counts().overwrites()).isZero();
        leave(pair);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldGoRoundWithAQtProgramThatAsks(QtVersion version, QtEnd end) {
        QtMailboxBuilder builder = rig.mailbox(end).onMessage((session, message) ->
                session.send(message.kind(), message.buffer()));
        Pair pair = pair(version, end, "ask", builder);
        pair.qt.feed("ping " + MESSAGES + " 64\n");
        pair.qt.awaitOutput("pinged " + MESSAGES + " wrong 0 ");
        leave(pair);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldGoRoundWithAQtProgramThatAnswersWithTheSame(QtVersion version, QtEnd end) {
        QtMailboxBuilder builder = rig.mailbox(end).onMessage((session, message) -> {
            check(message.text());
            if (received.get() < MESSAGES) {
                session.send(Integer.toString(received.get()));
            }
        });
        Pair pair = pair(version, end, "echo", builder);
        pair.mailbox.send("0");
        Patience.until(() -> received.get() == MESSAGES);
        assertThat(wrong).hasValue(0);
        assertAllArrived(pair, MESSAGES);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldOverwriteNothingInABurstFromACallback(QtVersion version, QtEnd end) {
        Pair pair = pair(version, end, "count", rig.mailbox(end).onMessage((session, message) ->
                send(session, BURST)));
        pair.qt.feed("go\n");
        Patience.until(() -> pair.mailbox.statistics().messagesSent() == BURST);
        assertAllArrived(pair, BURST);
    }

    /** Two streams cross in one mailbox: Qt may write over a message that it has not read, which is put there again. */
    @ParameterizedTest
    @MethodSource("ends")
    void shouldSendWhileQtSends(QtVersion version, QtEnd end) {
        Pair pair = pair(version, end, "lines");
        pair.qt.feed("polite " + CROSSING + "\n");
        for (int i = 0; i < CROSSING; i++) {
            pair.mailbox.send("ours " + i);
        }
        pair.mailbox.flush(QtRig.LONG);
        pair.qt.awaitOutput("sent " + CROSSING);
        List<Integer> ours = pair.qt.output().lines().filter(line -> line.startsWith("got ours "))
                .map(line -> Integer.parseInt(line.substring("got ours ".length()))).toList();
        assertThat(ours).isNotEmpty().isSorted().doesNotHaveDuplicates();
        leave(pair);
    }

    private record Pair(QtMailbox mailbox, Program qt) {
    }

    private Pair pair(QtVersion version, QtEnd end, String how) {
        return pair(version, end, how, rig.mailbox(end).onMessage((session, message) -> check(message.text())));
    }

    private Pair pair(QtVersion version, QtEnd end, String how, QtMailboxBuilder builder) {
        Pair pair;
        if (end == QtEnd.SERVER) {
            QtMailbox mailbox = rig.open(builder);
            pair = new Pair(mailbox, rig.chat(version, QtEnd.CLIENT, how));
        } else {
            Program qt = rig.chat(version, QtEnd.SERVER, how);
            pair = new Pair(rig.open(builder), qt);
        }
        Patience.until(() -> pair.mailbox.state() == SessionState.OPEN);
        return pair;
    }

    private static void send(Session session, int count) {
        for (int i = 0; i < count; i++) {
            session.send(Integer.toString(i));
        }
    }

    private void check(String text) {
        int number = received.get();
        if (!text.split("\\.")[0].equals(Integer.toString(number))) {
            wrong.incrementAndGet();
        }
        received.set(number + 1);
    }

    /** At the Qt program, which leaves then. */
    private static void assertAllArrived(Pair pair, int count) {
        pair.mailbox.flush(QtRig.LONG);
        pair.qt.feed("report\n");
        pair.qt.awaitOutput("failures");
        assertThat(pair.qt.output()).contains("received " + count + " wrong 0 blanks 0 failures 0");
        leave(pair);
    }

    private static void leave(Pair pair) {
        pair.qt.endInput();
        pair.qt.awaitExit(0);
        pair.mailbox.close();
    }
}
