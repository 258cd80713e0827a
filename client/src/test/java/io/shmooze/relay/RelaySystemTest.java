// SPDX-License-Identifier: Apache-2.0
package io.shmooze.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.shmooze.Answer;
import io.shmooze.DetachReason;
import io.shmooze.MessageKind;
import io.shmooze.PeerGoneException;
import io.shmooze.QuestionFailedException;
import io.shmooze.Session;
import io.shmooze.SessionTimeoutException;
import io.shmooze.call.Calls;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.nats.NatsOptions;
import io.shmooze.nats.NatsRig;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A channel whose server is on another machine. */
@Timeout(180)
@SuppressWarnings("try") // servers and clients that are only closed
class RelaySystemTest {
    private static final Duration LONG = RelayFixture.LONG;
    private static final int[] LENGTHS = {0, 1, 300, 70_000, 1_000_000, 3_000_000, 10, 9_000_000, 2};

    @RegisterExtension
    final NatsRig nats = new NatsRig();
    @RegisterExtension
    final Programs programs = new Programs();

    private RelayFixture relay;

    /** Called across the relay. */
    interface Adder {
        int add(int a, int b);

        void note(String text);
    }

    @BeforeEach
    void prepare() {
        relay = new RelayFixture(programs, nats);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + length);
        }
        return bytes;
    }

    @Test
    void shouldCarryMessagesOfAnyLengthBothWays() {
        Queue<byte[]> received = new ConcurrentLinkedQueue<>();
        relay.startFar();
        relay.startNear();
        try (ShmoozeServer server = relay.server()
                .onMessage((session, message) -> session.send(message.kind(), ByteBuffer.wrap(message.toByteArray())))
                .start();
                ShmoozeClient client = relay.client().name("ann").onMessage((session, message) -> {
                    assertThat(message.kind()).isEqualTo(MessageKind.BINARY);
                    assertThat(message.redelivered()).isFalse();
                    received.add(message.toByteArray());
                }).connect()) {
            for (int length : LENGTHS) {
                client.send(bytes(length));
            }
            client.flush(LONG);
            Program listing = programs.bare("client", "ls", "--directory", relay.nearDirectory().toString())
                    .fromNothing().start();
            listing.awaitExit(0);
            assertThat(listing.output()).contains(": messages of another machine, server ",
                    " shmooze-server.jar relay, segments of");
            assertThat(server.sessions()).extracting(session -> session.peer().name()).containsExactly("ann");
            Patience.until(() -> received.size() == LENGTHS.length);
            for (int length : LENGTHS) {
                assertThat(Arrays.equals(received.remove(), bytes(length))).as("%d bytes", length).isTrue();
            }
        }
    }

    @Test
    void shouldPassUnchangedProgramsAndTheirFiles() throws Exception {
        relay.startFar("--max-message-length", "16M");
        relay.startNear();
        Program server = programs.bare("server", "receive", "--directory", relay.farDirectory().toString(), "--accept",
                programs.file("inbox").toString(), RelayFixture.CHANNEL).fromNothing().start();
        byte[] content = bytes(3_000_000);
        Files.write(programs.file("big"), content);
        Program client = programs.bare("client", "send", "--directory", relay.nearDirectory().toString(), "--channel",
                RelayFixture.CHANNEL, "--connect-timeout", "60s", programs.file("big").toString())
                .fromNothing().start();
        client.awaitExit(0);
        server.awaitExit(0);
        assertThat(programs.file("inbox").resolve("big")).hasBinaryContent(content);
    }

    @Test
    void shouldAskAndCallBothWays() throws Exception {
        CompletableFuture<Session> attached = new CompletableFuture<>();
        CompletableFuture<String> noted = new CompletableFuture<>();
        relay.startFar();
        relay.startNear();
        Adder adder = new Adder() {
            @Override
            public int add(int a, int b) {
                return a + b;
            }

            @Override
            public void note(String text) {
                noted.complete(text);
            }
        };
        try (ShmoozeServer server = Calls.serve(relay.server(), Adder.class, adder).onAttached(attached::complete)
                .onQuestion((session, question) -> {
                    if (question.text().equals("why?")) {
                        throw new IllegalArgumentException("because");
                    }
                    return Answer.of(question.text() + "!");
                }).start();
                ShmoozeClient client = relay.client()
                        .onQuestion((session, question) -> Answer.of(question.toByteArray())).connect()) {
            assertThat(client.ask("so").get(60, TimeUnit.SECONDS).text()).isEqualTo("so!");
            assertThatThrownBy(() -> client.ask("why?").get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class).hasCauseInstanceOf(QuestionFailedException.class)
                    .hasMessageContaining("because");
            byte[] long1 = bytes(5_000_000);
            assertThat(attached.join().ask(long1).get(60, TimeUnit.SECONDS).toByteArray()).isEqualTo(long1);
            Adder far = Calls.proxy(client, Adder.class);
            assertThat(far.add(2, 3)).isEqualTo(5);
            far.note("hello");
            assertThat(noted.get(60, TimeUnit.SECONDS)).isEqualTo("hello");
        }
    }

    @Test
    void shouldAcknowledgeWhenTheFarCallbackHasReturned() throws Exception {
        Semaphore permits = new Semaphore(0);
        relay.startFar();
        relay.startNear();
        try (ShmoozeServer server = relay.server().onMessage((session, message) -> permits.acquireUninterruptibly())
                .start(); ShmoozeClient client = relay.client().connect()) {
            client.send("a");
            client.send("b");
            Patience.until(() -> permits.getQueueLength() == 1 || permits.hasQueuedThreads());
            assertThatThrownBy(() -> client.flush(Duration.ofMillis(500))).isInstanceOf(SessionTimeoutException.class);
            permits.release(2);
            client.flush(LONG);
        }
        try (Connection connection = NatsOptions.of(nats.url()).connect()) {
            Patience.until(() -> connection.jetStreamManagement().getStreamInfo("shmooze-relay-quotes=eu-up")
                    .getStreamState().getMsgCount() == 0);
        }
    }

    @Test
    void shouldTellTheServerTheTrueReason() {
        Queue<DetachReason> reasons = new ConcurrentLinkedQueue<>();
        relay.startFar();
        relay.startNear();
        try (ShmoozeServer server = relay.server().onMessage((session, message) -> { })
                .onDetached((session, detachment) -> reasons.add(detachment.reason())).start()) {
            relay.client().connect().close();
            Patience.until(() -> reasons.size() == 1);
            Program client = programs.bare("client", "--directory", relay.nearDirectory().toString(),
                    RelayFixture.CHANNEL).start();
            Patience.until(() -> server.sessions().size() == 1);
            client.kill();
            Patience.until(() -> reasons.size() == 2);
            assertThat(reasons).containsExactly(DetachReason.CLOSED_BY_PEER, DetachReason.PEER_DIED);
        }
    }

    @Test
    void shouldTellTheClientTheTrueReasonAndAttachItAgain() {
        Queue<DetachReason> reasons = new ConcurrentLinkedQueue<>();
        relay.startFar();
        relay.startNear();
        ShmoozeServer first = relay.server().onQuestion((session, question) -> Answer.later()).start();
        try (ShmoozeClient client = relay.client().onDetached((session, detachment) -> reasons.add(detachment.reason()))
                .connect()) {
            CompletableFuture<?> answer = client.ask("never answered");
            Patience.until(() -> first.sessions().size() == 1);
            first.close();
            Patience.until(() -> reasons.size() == 1);
            assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(PeerGoneException.class);
            Program server = programs.bare("server", "--directory", relay.farDirectory().toString(),
                    RelayFixture.CHANNEL).start();
            client.send("one");
            server.awaitOutput("one\n");
            server.kill();
            Patience.until(() -> reasons.size() == 2);
            client.send("two");
            Program next = programs.bare("server", "--directory", relay.farDirectory().toString(),
                    RelayFixture.CHANNEL).start();
            next.awaitOutput("two\n");
            client.flush(LONG);
            assertThat(reasons).containsExactly(DetachReason.CLOSED_BY_PEER, DetachReason.PEER_DIED);
        }
    }

    @Test
    void shouldHoldSendersBackWhileAStreamIsFull() throws Exception {
        Semaphore permits = new Semaphore(0);
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        Program far = relay.startFar("--nats-stream-size", "1M");
        far.awaitErrors("relaying");
        Program near = relay.startNear("--nats-stream-size", "1M");
        try (ShmoozeServer server = relay.server().onMessage((session, message) -> {
            permits.acquireUninterruptibly();
            received.add(message.buffer().getInt(0));
        }).start(); ShmoozeClient client = relay.client().connect()) {
            int sent = 0;
            long waitingSince = System.nanoTime();
            while (!near.errors().contains("The stream is full")
                    || System.nanoTime() - waitingSince < TimeUnit.MILLISECONDS.toNanos(300)) {
                ByteBuffer message = ByteBuffer.allocate(200_000);
                message.order(ByteOrder.LITTLE_ENDIAN).putInt(0, sent);
                if (client.offer(message)) {
                    sent++;
                    waitingSince = System.nanoTime();
                } else {
                    Thread.onSpinWait();
                }
            }
            permits.release(Integer.MAX_VALUE / 2);
            client.flush(LONG);
            int all = sent;
            assertThat(received).containsExactlyElementsOf(IntStream.range(0, all).boxed().toList());
            near.awaitErrors("The stream takes messages again");
            client.send(bytes(5_000_000));
            client.flush(LONG);
            assertThat(received).hasSize(all + 1);
        }
    }

    @Test
    void shouldRefuseAStreamThatIsSomethingElseAndReportOtherLimits() throws Exception {
        try (Connection connection = NatsOptions.of(nats.url()).connect()) {
            connection.jetStreamManagement().addStream(StreamConfiguration.builder().name("shmooze-relay-quotes=eu-up")
                    .subjects("shmooze.relay.quotes=eu.up.>").build());
            Program refused = relay.startNear();
            refused.awaitExit(73);
            assertThat(refused.errors()).contains("quotes=eu-up is not one of a relay; it was not changed: "
                    + "retention limits in place of workqueue");
            connection.jetStreamManagement().deleteStream("shmooze-relay-quotes=eu-up");
        }
        assertThat(relay.relay("client", relay.farDirectory(), "--check").start()).satisfies(check -> {
            check.awaitExit(0);
            assertThat(check.output()).contains("shmooze-relay-quotes=eu-up has 0 of 268435456 bytes")
                    .contains("permitted").hasLineCount(1);
        });
        Program near = relay.startNear("--nats-stream-size", "2M");
        near.awaitErrors("has other limits; they were not changed: max_bytes 268435456 in place of 2097152");
    }

    @Test
    void shouldSayWhyItCannotStart() {
        Program first = relay.startFar();
        first.awaitErrors("relaying");
        Program second = relay.startFar();
        second.awaitExit(73);
        assertThat(second.errors()).contains("Another relay attaches to this channel already: pid " + first.pid());
        first.signal("TERM");
        first.awaitExit(0);
        nats.kill();
        nats.with("authorization { user: ann, password: secret }").start();
        Program refused = relay.startNear();
        refused.awaitExit(77);
        assertThat(refused.errors()).contains("refuses a connection without credentials").hasLineCount(1);
        Program wrong = relay.relay("server", relay.nearDirectory()).with("SHMOOZE_NATS_USER", "ann")
                .with("SHMOOZE_NATS_PASSWORD", "wrong").start();
        wrong.awaitExit(77);
        Program right = relay.relay("server", relay.nearDirectory(), "--check").with("SHMOOZE_NATS_USER", "ann")
                .with("SHMOOZE_NATS_PASSWORD", "secret").start();
        right.awaitExit(0);
        nats.kill();
        Program nobody = relay.relay("server", relay.nearDirectory()).start();
        nobody.awaitExit(69);
        assertThat(nobody.errors()).contains("No NATS server can be reached at " + nats.url()).hasLineCount(1);
        Program nowhere = programs.bare("server", "relay", RelayFixture.CHANNEL).start();
        nowhere.awaitExit(2);
        assertThat(nowhere.errors()).contains("--nats nats://host:4222");
    }

    /** As if NATS lost each message that no stream keeps. */
    @Test
    void shouldSendByTheStreamWhatDoesNotComeBesideIt() {
        nats.kill();
        nats.with("authorization { user: ann, password: secret, permissions: {",
                "subscribe: \">\", publish: { allow: \">\", deny: \"shmooze.relay.*.direct.>\" } } }").start();
        relay.relay("client", relay.farDirectory()).with("SHMOOZE_NATS_USER", "ann")
                .with("SHMOOZE_NATS_PASSWORD", "secret").start();
        relay.relay("server", relay.nearDirectory()).with("SHMOOZE_NATS_USER", "ann")
                .with("SHMOOZE_NATS_PASSWORD", "secret").start();
        try (ShmoozeServer server = relay.server().onMessage((session, message) -> session.send(message.text()))
                .start(); ShmoozeClient client = relay.client().connect()) {
            for (int i = 0; i < 100; i++) {
                client.send("" + i);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(client.receive(LONG).text()).isEqualTo("" + i);
            }
            client.flush(LONG);
        }
    }

    @Test
    void shouldServeSeveralClientsOfSeveralRelays() {
        relay.startFar();
        relay.startNear();
        Program other = relay.relay("server", programs.file("third")).start();
        try (ShmoozeServer server = relay.server().onMessage((session, message) -> session.send(session.peer().name()
                + " " + message.text())).start()) {
            List<ShmoozeClient> clients = List.of(relay.client().name("ann").connect(),
                    relay.client().name("bob").connect(),
                    relay.client().name("eve").directory(programs.file("third")).connect());
            clients.forEach(client -> client.send("hello"));
            assertThat(clients).extracting(client -> client.receive(LONG).text())
                    .containsExactly("ann hello", "bob hello", "eve hello");
            other.signal("TERM");
            other.awaitExit(0);
            Patience.until(() -> server.sessions().size() == 2);
            clients.forEach(ShmoozeClient::close);
            Patience.until(() -> server.sessions().isEmpty());
        }
    }
}
