// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Message;
import io.shmooze.PeerGoneException;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.segment.Side;
import io.shmooze.testing.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults 38 and 39 of RELIABILITY.md's table: many questions are pending when the peer dies, some when it stops. */
@Timeout(120)
class PendingQuestionsSystemTest {
    private static final int MANY = 10_000;
    /** So few that they have room in the lane of a stopped peer. */
    private static final int FEW = 5;

    @RegisterExtension
    final CrashFixture crash = new CrashFixture();

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldEndTenThousandFuturesWhenThePeerIsKilled(Side victim) {
        crash.begin(victim, List.of());
        Session session = crash.survivor().session(1);
        List<CompletableFuture<Message>> futures = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            futures.add(session.ask("later " + i));
        }
        crash.await("asked later " + (MANY - 1));
        assertThat(session.statistics().questionsInFlight()).isEqualTo(MANY);
        long beganNs = System.nanoTime();
        crash.victim().signal("KILL");
        for (CompletableFuture<Message> future : futures) {
            assertThatThrownBy(future::get).hasCauseInstanceOf(PeerGoneException.class);
        }
        long tookNs = System.nanoTime() - beganNs;
        System.out.printf("PendingQuestionsSystemTest: %d futures have ended %d ms after the kill of the %s%n", MANY,
                TimeUnit.NANOSECONDS.toMillis(tookNs), victim);
        crash.awaitDeath();
        assertThat(session.statistics().questionsInFlight()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldTimeOutWhileThePeerIsStoppedAndCountItsLateAnswers(Side victim) throws Exception {
        crash.begin(victim, List.of());
        Session session = crash.survivor().session(1);
        crash.victim().signal("STOP");
        List<CompletableFuture<Message>> futures = new ArrayList<>();
        for (int i = 0; i < FEW; i++) {
            futures.add(session.ask("q" + i).orTimeout(50, TimeUnit.MILLISECONDS));
        }
        CompletableFuture<Message> patient = session.ask("patient");
        for (CompletableFuture<Message> future : futures) {
            assertThatThrownBy(future::get).hasCauseInstanceOf(TimeoutException.class);
        }
        Patience.until(() -> session.statistics().questionsInFlight() == 1);
        assertThat(patient).isNotDone();
        crash.victim().signal("CONT");
        assertThat(patient.get().text()).isEqualTo("victim patient");
        assertThat(session.statistics().answersDropped()).isEqualTo(FEW);
        assertThat(session.ask("next").get().text()).isEqualTo("victim next");
        assertThat(session.state()).isEqualTo(SessionState.OPEN);
        assertThat(crash.survivor().recorder.detached()).isZero();
    }
}
