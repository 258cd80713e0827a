// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
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
 * Either side killed at a random moment of traffic both ways: the next start works, without an operator. Twice for each
 * case by default; {@code -Dshmooze.qt.kills=100} for long runs.
 */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(1200)
class QtKillSystemTest {
    private static final int KILLS = Integer.getInteger("shmooze.qt.kills", 2);
    private static final int LATEST_NS = 20_000_000;

    @RegisterExtension
    final QtRig rig = new QtRig();
    private final Random random = new Random(Seed.of(QtKillSystemTest.class));
    private final Set<String> received = ConcurrentHashMap.newKeySet();

    static Stream<Arguments> ends() {
        return QtMailboxSystemTest.ends();
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldGoOnWithTheNextQtProgram(QtVersion version, QtEnd end) throws Exception {
        rig.qtLeaves();
        QtEnd other = end == QtEnd.SERVER ? QtEnd.CLIENT : QtEnd.SERVER;
        Program qt = end == QtEnd.SERVER ? null : rig.chat(version, other, "lines");
        QtMailbox mailbox = rig.open(rig.mailbox(end).onMessage((session, message) -> received.add(message.text())));
        qt = qt == null ? rig.chat(version, other, "lines") : qt;
        Task<Void> traffic = Task.run(() -> flood(mailbox));
        for (int i = 0; i < KILLS; i++) {
            qt.awaitOutput("got ");
            qt.feed("flood 1000000\n");
            LockSupport.parkNanos(random.nextInt(LATEST_NS));
            qt.signal("KILL");
            qt.awaitExit(137);
            if (other == QtEnd.SERVER) {
                // A Qt server cannot start while anybody is attached.
                Patience.until(() -> mailbox.state() != SessionState.OPEN);
            }
            qt = rig.chat(version, other, "lines");
        }
        qt.awaitOutput("got ");
        mailbox.close();
        traffic.result();
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldComeBackToTheSameQtProgram(QtVersion version, QtEnd end) {
        rig.qtLeaves();
        QtEnd other = end == QtEnd.SERVER ? QtEnd.CLIENT : QtEnd.SERVER;
        Program qt = end == QtEnd.CLIENT ? rig.chat(version, other, "lines") : null;
        Program child = started(end);
        qt = qt == null ? rig.chat(version, other, "lines") : qt;
        for (int i = 0; i < KILLS; i++) {
            child.awaitOutput("attached");
            LockSupport.parkNanos(random.nextInt(LATEST_NS));
            child.signal("KILL");
            child.awaitExit(137);
            child = started(end);
        }
        child.awaitOutput("attached");
        int before = qt.output().length();
        Program talking = qt;
        Patience.until(() -> talking.output().length() > before);
        qt.feed("still there\n");
        child.endInput();
        qt.endInput();
        qt.awaitExit(0);
        assertThat(child.errors()).doesNotContain("Exception");
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
