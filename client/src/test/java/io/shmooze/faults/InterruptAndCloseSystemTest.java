// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.InterruptedSessionException;
import io.shmooze.SessionClosedException;
import io.shmooze.client.ClientBuilder;
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
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 14 of RELIABILITY.md's table. Threads are interrupted, sessions closed and programs told to leave in the middle
 * of their traffic.
 */
@Timeout(180)
class InterruptAndCloseSystemTest {
    /** Lines that are fed before the server has printed them. */
    private static final int AHEAD = 500;
    private static final int MESSAGES = 3000;
    private static final int ROUNDS = 40;
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    final Programs programs = new Programs();
    private final Random random = new Random(Seed.of(InterruptAndCloseSystemTest.class));

    @Test
    void shouldLoseAndDoubleNothingWhenTheSenderIsInterrupted() throws Exception {
        Partners.readyWithShortLanes(programs, "server", "echo");
        NumberedMessages answers = new NumberedMessages();
        SessionRecorder recorder = new SessionRecorder();
        AtomicInteger interrupted = new AtomicInteger();
        try (ShmoozeClient client = builder().onMessage(answers).sessionListener(recorder).connect()) {
            Task<Void> sender = Task.run(() -> sendAll(client, interrupted));
            while (!sender.isDone()) {
                sender.thread().interrupt();
                LockSupport.parkNanos(random.nextInt(300_000));
            }
            sender.result();
            Patience.until(() -> answers.count() == MESSAGES);
            assertThat(interrupted.get()).as("times a wait was interrupted").isPositive();
            assertThat(recorder.detached()).isZero();
            assertThat(recorder.errors()).isEmpty();
        }
    }

    private ClientBuilder builder() {
        return ShmoozeClient.builder(Partner.CHANNEL).directory(programs.directory());
    }

    private static void sendAll(ShmoozeClient client, AtomicInteger interrupted) {
        for (int i = 0; i < MESSAGES; ) {
            try {
                client.send(NumberedMessages.text(i));
                i++;
            } catch (InterruptedSessionException e) {
                interrupted.incrementAndGet();
                Thread.interrupted();
            }
        }
    }

    @Test
    void shouldReleaseEveryBlockedThreadWhenTheSessionIsClosed() throws Exception {
        Program server = Partners.ready(programs, "server", "echo");
        for (int i = 0; i < ROUNDS; i++) {
            ShmoozeClient client = builder().connect();
            Task<Void> sender = Task.run(() -> NumberedMessages.send(client, Integer.MAX_VALUE));
            Task<Void> receiver = Task.run(() -> {
                while (true) {
                    client.receive(LONG);
                }
            });
            LockSupport.parkNanos(random.nextInt(5_000_000));
            client.close();
            sender.assertThrew(SessionClosedException.class);
            receiver.assertThrew(SessionClosedException.class);
        }
        assertThat(server.isAlive()).isTrue();
        try (ShmoozeClient client = builder().connect()) {
            client.send("still here");
            assertThat(client.receive(LONG).text()).isEqualTo("still here");
        }
    }

    @Test
    void shouldLeaveInTheMiddleOfItsInputAndDeliverWhatItHasRead() throws Exception {
        Program server = programs.server("t").start();
        Program client = programs.client("t").start();
        Task<Void> feeder = Task.run(() -> {
            for (int i = 0; true; i++) {
                if (i >= AHEAD && i % AHEAD == 0) {
                    // Else more is under way at the end than a busy machine delivers before the client gives up.
                    String behind = "\n" + (i - AHEAD + 1) + "\n";
                    Patience.until(() -> server.output().contains(behind) || !client.isAlive());
                }
                client.feed(i + "\n");
            }
        });
        server.awaitOutput("\n1001\n");
        client.signal("TERM");
        client.awaitExit(0);
        // Its input is a broken pipe now.
        feeder.assertThrew(UncheckedIOException.class);
        server.awaitErrors(" left");
        int count = (int) server.output().lines().count();
        assertThat(server.output()).isEqualTo(
                IntStream.range(0, count).mapToObj(i -> i + "\n").collect(Collectors.joining()));
        assertThat(client.errors()).doesNotContain("undelivered");
    }
}
