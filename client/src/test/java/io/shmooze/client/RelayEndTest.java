// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Answer;
import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionTimeoutException;
import io.shmooze.server.ServerBuilder;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.session.RelayEnd;
import io.shmooze.testing.Patience;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a relay does with its sessions. */
@Timeout(120)
@SuppressWarnings("try") // a server that is only closed
class RelayEndTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;
    private final CompletableFuture<Session> attached = new CompletableFuture<>();
    private final CompletableFuture<Detachment> detached = new CompletableFuture<>();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();

    private ServerBuilder server() {
        return ShmoozeServer.builder("t").directory(directory).onAttached(session -> {
            RelayEnd.of(session).deferAcknowledgements();
            attached.complete(session);
        }).onMessage((session, message) -> received.add(message.length() > 100 ? "" + message.length()
                : message.text()));
    }

    private ShmoozeClient client() {
        return ShmoozeClient.builder("t").directory(directory).reconnectTimeout(Duration.ZERO)
                .onDetached((session, detachment) -> detached.complete(detachment)).connect();
    }

    private static void assertUnhandled(Session session) {
        assertThatThrownBy(() -> session.flush(Duration.ofMillis(20))).isInstanceOf(SessionTimeoutException.class);
    }

    @Test
    void shouldAcknowledgeWhatItIsToldTo() {
        try (ShmoozeServer server = server().start(); ShmoozeClient client = client()) {
            client.send("a");
            client.send("b");
            client.send("c");
            Patience.until(() -> received.size() == 3);
            assertUnhandled(client);
            RelayEnd relay = RelayEnd.of(attached.join());
            relay.acknowledge(2);
            assertUnhandled(client);
            relay.acknowledge(1);
            client.flush(LONG);
        }
        assertThat(detached.join().unacknowledged()).isEmpty();
    }

    @Test
    void shouldLeaveTheRestUnacknowledged() {
        try (ShmoozeServer server = server().start(); ShmoozeClient client = client()) {
            List.of("a", "b", "c").forEach(client::send);
            Patience.until(() -> received.size() == 3);
            RelayEnd relay = RelayEnd.of(attached.join());
            relay.acknowledge(1);
            relay.hangUp();
            assertThat(detached.join().reason()).isEqualTo(DetachReason.PEER_DIED);
            assertThat(detached.join().unacknowledged()).extracting(Message::text).containsExactly("b", "c");
            relay.acknowledge(2);
        }
    }

    /** In the lane, in the bulk area, and in fragments through the wide lane and through 1 KB. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4 << 20})
    void shouldCarryAnythingWithoutLosingAPosition(int bulkSize) {
        AtomicInteger unacknowledged = new AtomicInteger();
        try (ShmoozeServer server = server().bulkSize(bulkSize).start(); ShmoozeClient client = client()) {
            RelayEnd relay = RelayEnd.of(attached.join());
            int[] lengths = {10, 200, 1000, 100_000, 3_000_000, 5, 5_000_000, 6_000_000, 70_000, 1, 2_500_000, 300};
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
                for (int round = 0; round < 5; round++) {
                    for (int length : lengths) {
                        client.send(new byte[length]);
                    }
                }
                client.flush(LONG);
            });
            int total = 5 * lengths.length;
            for (int done = 0; done < total; ) {
                int seen = done;
                Patience.until(() -> received.size() > seen);
                int count = received.size() - done;
                unacknowledged.accumulateAndGet(count, Math::max);
                relay.acknowledge(count);
                done += count;
            }
            sender.join();
            assertThat(received).hasSize(total);
        }
        assertThat(detached.join().unacknowledged()).isEmpty();
    }

    @Test
    void shouldHoldTheSenderBack() {
        try (ShmoozeServer server = server().bulkSize(0).start(); ShmoozeClient client = client()) {
            RelayEnd relay = RelayEnd.of(attached.join());
            int sent = 0;
            while (client.offer(new byte[20])) {
                sent++;
            }
            int all = sent;
            Patience.until(() -> received.size() == all);
            assertThat(client.offer(new byte[20])).isFalse();
            relay.acknowledge(all);
            client.flush(LONG);
            assertThat(client.offer(new byte[20])).isTrue();
        }
    }

    @Test
    void shouldAcknowledgeQuestionsInTheirPlaceAndAnswersByThemselves() throws Exception {
        ServerBuilder builder = server().onQuestion((session, question) -> Answer.of(question.text() + "!"));
        try (ShmoozeServer server = builder.start(); ShmoozeClient client = ShmoozeClient.builder("t")
                .directory(directory).onQuestion((session, question) -> Answer.of("yes")).connect()) {
            client.send("a");
            assertThat(client.ask("b").get().text()).isEqualTo("b!");
            assertUnhandled(client);
            Session session = attached.join();
            assertThat(session.ask("really?").get().text()).isEqualTo("yes");
            RelayEnd.of(session).acknowledge(1);
            assertUnhandled(client);
            RelayEnd.of(session).acknowledge(1);
            client.flush(LONG);
            assertThat(session.ask("really?").get().text()).isEqualTo("yes");
            client.flush(LONG);
        }
    }

    @Test
    void shouldMarkARepetition() {
        CompletableFuture<Boolean> mark = new CompletableFuture<>();
        try (ShmoozeServer server = ShmoozeServer.builder("t").directory(directory)
                .onMessage((session, message) -> mark.complete(message.redelivered()))
                .onQuestion((session, question) -> Answer.of("" + question.redelivered())).start();
                ShmoozeClient client = client()) {
            RelayEnd relay = RelayEnd.of(client);
            relay.sendAgain(MessageKind.TEXT, ByteBuffer.allocate(1));
            assertThat(mark.join()).isTrue();
            assertThat(relay.ask(MessageKind.TEXT, ByteBuffer.allocate(1), true).join().text()).isEqualTo("true");
            assertThat(relay.ask(MessageKind.TEXT, ByteBuffer.allocate(1), false).join().text()).isEqualTo("false");
        }
    }
}
