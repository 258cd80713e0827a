// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.testing.OneQtTestAtATime;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Either side is killed at a random moment of traffic both ways, or stopped in good order: the next start works,
 * without an operator. Twice for each case by default; {@code -Dshmooze.qt.kills=100} for long runs.
 */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(1200)
class QtKillSystemTest {
    /** How a program ends. A clean stop removes objects while the next start makes them anew. */
    enum End { KILL, CLEAN }

    private static final int KILLS = Integer.getInteger("shmooze.qt.kills", 2);
    private static final int LATEST_NS = 20_000_000;

    @RegisterExtension
    final QtRig rig = new QtRig();
    private final Random random = new Random(Seed.of(QtKillSystemTest.class));
    private final Set<String> received = ConcurrentHashMap.newKeySet();

    /** Qt's version, our end, and how the other one, or ours, ends. */
    static Stream<Arguments> ends() {
        return QtMailboxSystemTest.ends().flatMap(arguments -> Stream.of(End.values()).map(end ->
                Arguments.of(arguments.get()[0], arguments.get()[1], end)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldGoOnWithTheNextQtProgram(QtVersion version, QtEnd end, End how) throws Exception {
        leftByQt(how);
        QtEnd other = end == QtEnd.SERVER ? QtEnd.CLIENT : QtEnd.SERVER;
        Program qt = end == QtEnd.SERVER ? null : rig.chat(version, other, "lines");
        QtMailbox mailbox = rig.open(rig.mailbox(end).onMessage((session, message) -> received.add(message.text())));
        qt = qt == null ? rig.chat(version, other, "lines") : qt;
        Task<Void> traffic = Task.run(() -> flood(mailbox));
        for (int i = 0; i < KILLS; i++) {
            qt.awaitOutput("got ");
            qt.feed(how == End.KILL ? "flood 1000000\n" : "flood 100\n");
            LockSupport.parkNanos(random.nextInt(LATEST_NS));
            end(qt, how);
            if (other == QtEnd.SERVER) {
                // A Qt server cannot start while anybody is attached.
                Patience.until(() -> mailbox.state() != SessionState.OPEN);
            }
            qt = rig.chat(version, other, "lines");
        }
        qt.awaitOutput("got ");
        mailbox.close();
        assertThat(mailbox.join(QtRig.LONG)).isTrue();
        traffic.result();
        endLast(qt, other);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldComeBackToTheSameQtProgram(QtVersion version, QtEnd end, End how) {
        leftByQt(how);
        QtEnd other = end == QtEnd.SERVER ? QtEnd.CLIENT : QtEnd.SERVER;
        Program qt = end == QtEnd.CLIENT ? rig.chat(version, other, "lines") : null;
        Program child = started(end);
        qt = qt == null ? rig.chat(version, other, "lines") : qt;
        for (int i = 0; i < KILLS; i++) {
            child.awaitOutput("attached");
            LockSupport.parkNanos(random.nextInt(LATEST_NS));
            end(child, how);
            child = started(end);
            // Both ways, before anything ends again: a message that is never read looks as if all was well.
            int before = qt.output().length();
            Program talking = qt;
            Patience.until(() -> talking.output().length() > before);
            String text = "still there " + i;
            Program listening = child;
            // Again and again, because Qt may write over it, and one of our messages may be in the mailbox.
            Patience.await().pollInterval(Duration.ofMillis(50)).until(() -> {
                talking.feed(text + "\n");
                return listening.output().contains("got " + text);
            });
        }
        child.endInput();
        child.awaitExit(0);
        endLast(qt, other);
        assertThat(child.errors()).doesNotContain("Exception");
    }

    private void leftByQt(End how) {
        if (how == End.KILL) {
            rig.qtLeaves();
        }
    }

    private static void end(Program program, End how) {
        if (how == End.KILL) {
            program.signal("KILL");
            program.awaitExit(137);
        } else {
            program.endInput();
            program.awaitExit(0);
        }
    }

    /** Our end has left before. */
    private void endLast(Program qt, QtEnd end) {
        if (end == QtEnd.CLIENT) {
            rig.endWithoutServer(qt);
        } else {
            end(qt, End.CLEAN);
        }
    }

    private Program started(QtEnd end) {
        Program child = rig.child(end, "flood");
        child.awaitOutput("ready");
        return child;
    }

    private void flood(QtMailbox mailbox) {
        try {
            for (int i = 0; mailbox.state() != SessionState.CLOSED; i++) {
                mailbox.send("ours " + i);
            }
        } catch (SessionClosedException e) {
            assertThat(mailbox.state()).isEqualTo(SessionState.CLOSED);
        }
    }
}
