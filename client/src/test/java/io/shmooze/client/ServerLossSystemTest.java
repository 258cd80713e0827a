// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.DetachReason;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers die or close under traffic, one after the other, and the client goes on with the next. */
@Timeout(240)
class ServerLossSystemTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int SERVERS = 4;
    private static final int LINES = 300;

    @RegisterExtension
    final Programs programs = new Programs();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final SessionRecorder recorder = new SessionRecorder();

    @ParameterizedTest
    @EnumSource(value = DetachReason.class, names = {"PEER_DIED", "CLOSED_BY_PEER"})
    void shouldDeliverEverythingToOneServerOrTheNext(DetachReason reason) throws Exception {
        List<Integer> promises = new ArrayList<>();
        Program server = server(0);
        try (ShmoozeClient client = ShmoozeClient.builder(Partner.CHANNEL).directory(programs.directory())
                .sessionListener(recorder).connect()) {
            Task<Void> sender = Task.run(() -> send(client));
            for (int i = 0; i < SERVERS - 1; i++) {
                awaitLines(i);
                promises.add(end(server, reason));
                server = server(i + 1);
                assertThat(recorder.awaitDetached(i + 1).reason()).isEqualTo(reason);
            }
            awaitLines(SERVERS - 1);
            enough.set(true);
            sender.result();
            client.flush(LONG);
        }
        server.feed("close\n");
        server.awaitExit(0);
        check(promises);
        assertThat(programs.leftovers()).containsExactly("test.lock");
    }

    /** Returns the number of messages that were acknowledged before. */
    private int end(Program server, DetachReason reason) {
        int before = acknowledged.get();
        if (reason == DetachReason.PEER_DIED) {
            server.signal("KILL");
            server.awaitExit(137);
            assertThat(programs.leftovers()).containsExactly("test.lock", "test.sock");
        } else {
            server.feed("close\n");
            server.awaitExit(0);
            assertThat(programs.leftovers()).containsExactly("test.lock");
        }
        return before;
    }

    private void send(ShmoozeClient client) {
        while (!enough.get()) {
            client.send(NumberedMessages.text(sent.get()));
            if (sent.incrementAndGet() % 50 == 0) {
                client.flush(LONG);
                acknowledged.set(sent.get());
            }
        }
    }

    private void check(List<Integer> promises) throws Exception {
        Set<Integer> delivered = new HashSet<>();
        for (int i = 0; i < SERVERS; i++) {
            int last = -1;
            for (String line : Files.readAllLines(journal(i))) {
                int number = NumberedMessages.number(line.substring(6));
                assertThat(line).endsWith(" " + NumberedMessages.text(number));
                assertThat(number).as("order in journal %d", i).isGreaterThan(last);
                assertThat(delivered.add(number) || line.startsWith("again")).as("%s unmarked again", line).isTrue();
                last = number;
            }
            if (i < promises.size()) {
                assertThat(delivered).as("acknowledged by server %d", i).containsAll(upTo(promises.get(i)));
            }
        }
        assertThat(delivered).containsExactlyInAnyOrderElementsOf(upTo(sent.get()));
    }

    private static List<Integer> upTo(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private Program server(int number) {
        return Partners.ready(programs, "server", "journal", journal(number).toString());
    }

    private Path journal(int number) {
        return programs.file("journal" + number);
    }

    private void awaitLines(int number) {
        Patience.until(() -> Files.readAllLines(journal(number)).size() >= LINES);
    }
}
