// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.SessionState;
import io.shmooze.UnresponsiveException;
import io.shmooze.client.NumberedMessages;
import io.shmooze.client.Partner;
import io.shmooze.client.Partners;
import io.shmooze.client.SessionRecorder;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fault 11 of RELIABILITY.md's table. A stopped process (SIGSTOP) is not a dead one: nothing is taken from it, and
 * everything goes on when it does. {@code -Dshmooze.stop.ms} sets how long it is stopped.
 */
@Timeout(300)
class PeerStoppedSystemTest {
    private static final Duration STOP = Duration.ofMillis(Long.getLong("shmooze.stop.ms", 500));
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    final Programs programs = new Programs();
    private Program server;

    @BeforeEach
    void serve() {
        server = programs.server("t").start();
        server.awaitErrors("serving channel t");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldLoseNothingWhileOneSideIsStopped(boolean serverStops) {
        Program client = programs.client("t").start();
        server.awaitErrors(" joined");
        client.awaitErrors("attached to ");
        Program stopped = serverStops ? server : client;
        Program other = serverStops ? client : server;
        List<String> before = List.of(stopped.errors(), other.errors());
        stopped.signal("STOP");
        other.feed(numbers(9000));
        stopped.feed("from the stopped\n");
        Patience.await().atMost(STOP.plus(LONG)).during(STOP)
                .until(() -> stopped.isAlive() && other.isAlive() && other.errors().equals(before.get(1)));
        assertThat(stopped.output()).isEmpty();
        stopped.signal("CONT");
        stopped.awaitOutput("\n8999\n");
        other.awaitOutput("from the stopped\n");
        assertThat(stopped.output()).isEqualTo(numbers(9000));
        assertThat(List.of(stopped.errors(), other.errors())).isEqualTo(before);
        client.endInput();
        client.awaitExit(0);
    }

    @Test
    void shouldTakeNothingFromAStoppedServer() {
        server.signal("STOP");
        List<String> files = programs.leftovers();
        Program second = programs.server("t").fromNothing().start();
        second.awaitExit(73);
        assertThat(second.errors().lines()).hasSize(1);
        assertThat(second.errors()).contains("process " + server.pid());
        Program client = programs.client("--connect-timeout", "300ms", "t").fromNothing().start();
        client.awaitExit(69);
        assertThat(client.errors().lines()).hasSize(1);
        assertThat(client.errors()).contains("did not finish the handshake in time");
        assertThat(programs.leftovers()).isEqualTo(files);
        server.signal("CONT");
        Program next = programs.client("t").start();
        next.feed("it goes on\n");
        server.awaitOutput("it goes on\n");
    }

    @Test
    void shouldReportAnUnresponsivePeerAndContinueWithIt() {
        Program echo = Partners.ready(programs, "server", "echo");
        SessionRecorder recorder = new SessionRecorder();
        NumberedMessages answers = new NumberedMessages();
        try (ShmoozeClient client = ShmoozeClient.builder(Partner.CHANNEL).directory(programs.directory())
                .responseTimeout(Duration.ofMillis(100)).sessionListener(recorder).onMessage(answers).connect()) {
            echo.signal("STOP");
            int sent = sendUntilUnresponsive(client);
            assertThat(client.state()).isEqualTo(SessionState.UNRESPONSIVE);
            echo.signal("CONT");
            Patience.until(() -> client.state() == SessionState.OPEN);
            // Then the lane is empty, and sending does not depend on a peer that gets no CPU on a busy machine.
            Patience.until(() -> answers.count() == sent);
            client.send(NumberedMessages.text(sent));
            Patience.until(() -> answers.count() == sent + 1);
            assertThat(recorder.detached()).isZero();
        }
    }

    private static int sendUntilUnresponsive(ShmoozeClient client) {
        int sent = 0;
        try {
            while (true) {
                client.send(NumberedMessages.text(sent));
                sent++;
            }
        } catch (UnresponsiveException e) {
            assertThat(e).hasMessageContaining("may be stopped");
            return sent;
        }
    }

    @Test
    void shouldPassAllLinesBetweenSidesThatAreStoppedRepeatedly() throws Exception {
        Random random = new Random(Seed.of(PeerStoppedSystemTest.class));
        Program client = programs.client("t").start();
        server.awaitErrors(" joined");
        String text = numbers(20_000);
        List<Task<Void>> feeders =
                List.of(Task.run(() -> server.feed(text)), Task.run(() -> client.feed(text)));
        while (!server.output().endsWith("\n19999\n") || !client.output().endsWith("\n19999\n")) {
            Program next = random.nextBoolean() ? server : client;
            next.signal("STOP");
            LockSupport.parkNanos(random.nextInt(5_000_000));
            next.signal("CONT");
            LockSupport.parkNanos(random.nextInt(5_000_000));
        }
        for (Task<Void> feeder : feeders) {
            feeder.result();
        }
        assertThat(server.output().equals(text) && client.output().equals(text)).isTrue();
        assertThat(server.errors()).doesNotContain("died");
    }

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining("\n", "", "\n"));
    }
}
