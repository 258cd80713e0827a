// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.MessageTooLongException;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UnavailableException;
import io.shmooze.UnresponsiveException;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ends of a mailbox in Java: it behaves like other sessions. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class QtMailboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MANY = 2000;

    @RegisterExtension
    final TestKeys keys = new TestKeys();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final MailboxEvents events = new MailboxEvents();
    private final Deque<QtMailbox> open = new ArrayDeque<>();
    private QtPair pair;

    @BeforeEach
    void prepare() {
        pair = keys.pair(QtIpc.LEGACY_SYSTEM_V);
    }

    @AfterEach
    void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCarryMessagesBothWaysAtOnce(QtIpc ipc) throws Exception {
        pair = keys.pair(ipc);
        List<String> atClient = new CopyOnWriteArrayList<>();
        QtMailbox server = open(server().onMessage((session, message) -> received.add(message.text())));
        QtMailbox client = open(client().onMessage((session, message) -> atClient.add(message.text())));
        int count = ipc.isPosix() ? MANY / 10 : MANY;
        Task<Void> other = Task.run(() -> send(server, count));
        send(client, count);
        other.result();
        client.flush(LONG);
        server.flush(LONG);
        Patience.until(() -> received.size() == count && atClient.size() == count);
        assertThat(received).isEqualTo(texts(count)).isEqualTo(atClient);
        assertThat(server.counts().overwrites() + client.counts().overwrites()).isZero();
    }

    @Test
    void shouldAnswerFromCallbacksWithoutLoss() {
        open(server().onMessage((session, message) -> session.send(message.text() + "!")));
        QtMailbox client = open(client().onMessage((session, message) -> received.add(message.text())));
        send(client, MANY);
        Patience.until(() -> received.size() == MANY);
        assertThat(received).isEqualTo(texts(MANY).stream().map(text -> text + "!").toList());
    }

    @Test
    void shouldAnswerTheSameBytes() {
        open(server().onMessage((session, message) -> session.send(message.text())));
        QtMailbox client = open(client());
        for (String text : texts(200)) {
            client.send(text);
            assertThat(client.receive(LONG).text()).isEqualTo(text);
        }
    }

    @Test
    void shouldPoll() {
        QtMailbox server = open(server());
        QtMailbox client = open(client());
        client.send("one");
        client.flush(LONG);
        Patience.until(() -> server.poll((session, message) -> received.add(message.text())) == 1);
        assertThat(server.poll((session, message) -> received.add(message.text()))).isZero();
        assertThat(server.receive(Duration.ofMillis(1))).isNull();
        assertThat(received).containsExactly("one");
    }

    /** More than the client keeps for an application that polls, so the last ones wait in the outbox. */
    @Test
    void shouldNotWaitInsideAHandler() {
        QtMailbox server = open(server());
        QtMailbox client = open(client());
        client.send("ask");
        assertThat(server.receive((session, message) -> {
            texts(30).forEach(session::send);
            assertThatThrownBy(() -> session.receive(LONG)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> session.flush(LONG)).isInstanceOf(IllegalStateException.class);
        }, 1, LONG)).isEqualTo(1);
        for (String text : texts(30)) {
            assertThat(client.receive(LONG).text()).isEqualTo(text);
        }
    }

    @Test
    void shouldRefuseWhatTheProtocolCannotCarry() {
        open(server());
        QtMailbox client = open(client());
        assertThatThrownBy(() -> client.send("x".repeat(1025))).isInstanceOf(MessageTooLongException.class);
        assertThatThrownBy(() -> client.claim(MessageKind.TEXT, 1025)).isInstanceOf(MessageTooLongException.class);
        assertThatThrownBy(() -> client.send("")).isInstanceOf(MessageRefusedException.class);
        assertThatThrownBy(() -> client.send(new byte[3])).isInstanceOf(MessageRefusedException.class);
    }

    @Test
    void shouldCutBetweenCharactersIfAsked() {
        QtMailbox server = open(server());
        QtMailbox client = open(client().truncate(true));
        client.send("x".repeat(1023) + "ü");
        assertThat(server.receive(LONG).text()).isEqualTo("x".repeat(1023));
        client.send("x".repeat(1022) + "ü" + "y");
        assertThat(server.receive(LONG).text()).isEqualTo("x".repeat(1022) + "ü");
    }

    @Test
    void shouldWriteInThePeersCharset() {
        QtMailbox server = open(server());
        QtMailbox client = open(client().charset(StandardCharsets.ISO_8859_1));
        client.send("Grüße");
        assertThat(server.receive(LONG).toByteArray()).isEqualTo("Grüße".getBytes(StandardCharsets.ISO_8859_1));
        server.send("zurück".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(client.receive(LONG).text()).isEqualTo("zurück");
        assertThatThrownBy(() -> client.send("日本")).isInstanceOf(MessageRefusedException.class);
    }

    @Test
    void shouldClaim() {
        QtMailbox server = open(server());
        QtMailbox client = open(client());
        try (var claim = client.claim(MessageKind.BINARY, 8)) {
            claim.buffer().putLong(0x0102030405060708L);
            claim.commit();
            assertThatThrownBy(claim::commit).isInstanceOf(IllegalStateException.class);
        }
        assertThat(server.receive(LONG).buffer().getLong()).isEqualTo(0x0102030405060708L);
    }

    @Test
    void shouldSendEachMessageOfABatchByItself() throws Exception {
        QtMailbox server = open(server());
        QtMailbox client = open(client());
        Task<Void> sender = Task.run(() -> {
            try (var batch = client.batch()) {
                batch.send("one");
                batch.send("two");
            }
        });
        assertThat(server.receive(LONG).text()).isEqualTo("one");
        assertThat(server.receive(LONG).text()).isEqualTo("two");
        sender.result();
    }

    @Test
    void shouldWaitForAClearMailbox() {
        open(server().onMessage((session, message) -> session.close()));
        QtMailbox silent = open(client().responseTimeout(Duration.ofMillis(30)));
        events.hold(pair);
        assertThat(silent.offer(MessageKind.TEXT, ByteBuffer.wrap(new byte[] {1}))).isFalse();
        assertThatThrownBy(() -> silent.send(MessageKind.TEXT, ByteBuffer.wrap(new byte[] {1}), Duration.ofMillis(5)))
                .isInstanceOf(SessionTimeoutException.class);
        assertThatThrownBy(() -> silent.send("x")).isInstanceOf(UnresponsiveException.class);
        assertThat(silent.state()).isEqualTo(SessionState.UNRESPONSIVE);
        events.letGo();
    }

    @Test
    void shouldRefuseASecondServerAndLeaveTheFirstAlone() {
        QtMailbox server = open(server());
        assertThatThrownBy(() -> server().open()).isInstanceOf(CannotCreateException.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid());
        QtMailbox client = open(client());
        client.send("still there");
        assertThat(server.receive(LONG).text()).isEqualTo("still there");
    }

    @ParameterizedTest
    @EnumSource(names = {"LEGACY_SYSTEM_V", "POSIX"})
    void shouldTellEveryoneThatClientsShareTheMailbox(QtIpc ipc) {
        pair = keys.pair(ipc);
        List<String> told = new CopyOnWriteArrayList<>();
        open(server().onShared(others -> told.add("server " + others)));
        open(client().onShared(others -> told.add("first " + others)));
        open(client().onShared(others -> told.add("second " + others)));
        Patience.until(() -> told.size() == 3);
        QtMailbox third = open(client().onShared(others -> told.add("third " + others)));
        Patience.until(() -> told.size() == 7);
        open.remove(third);
        third.close();
        assertThat(told.subList(0, 3)).containsExactlyInAnyOrder("server 2", "first 2", "second 2");
        assertThat(told.subList(3, 7)).containsExactlyInAnyOrder("server 3", "first 3", "second 3", "third 3");
    }

    @Test
    void shouldSayThatNobodyServes() {
        assertThatThrownBy(() -> client().connectTimeout(Duration.ofMillis(30)).open())
                .isInstanceOf(UnavailableException.class).hasMessageContaining(pair.key());
    }

    @Test
    void shouldWaitForTheServerAndForTheNextOne() throws Exception {
        Task<QtMailbox> connecting = Task.call(() -> client().sessionListener(events).open());
        QtMailbox first = open(server());
        QtMailbox client = connecting.result();
        open.push(client);
        first.close();
        events.awaitDetached(1);
        assertThat(client.state()).isEqualTo(SessionState.RECONNECTING);
        QtMailbox second = open(server());
        client.send("to the second");
        assertThat(second.receive(LONG).text()).isEqualTo("to the second");
        Patience.until(() -> events.attached() == 2);
    }

    /** Both have found their semaphores, or made them, and neither of them has to remove the other's. */
    @Test
    void shouldLeaveNothingAfterAServerThatOpensItsSemaphoresHasStartedAgain() {
        ClassicPeer first = ClassicPeer.server(pair);
        QtMailbox client = open(client().sessionListener(events));
        client.send("to the first");
        assertThat(first.receive()).isEqualTo("to the first");
        first.close();
        events.awaitDetached(1);
        ClassicPeer second = ClassicPeer.server(pair);
        Patience.until(() -> events.attached() == 2);
        client.send("to the second");
        assertThat(second.receive()).isEqualTo("to the second");
        client.close();
        second.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveNothingAfterCleanStopsOfItsServers(QtIpc ipc) {
        pair = keys.pair(ipc);
        QtMailbox client = null;
        for (int i = 1; i <= 3; i++) {
            QtMailbox server = server().open();
            client = client == null ? open(client().sessionListener(events)) : client;
            int expected = i;
            Patience.until(() -> events.attached() == expected);
            client.send("to server " + i);
            assertThat(server.receive(LONG).text()).isEqualTo("to server " + i);
            server.close();
            events.awaitDetached(i);
        }
    }

    @Test
    void shouldSayWhyItCannotGoOn() throws IOException {
        QtMailbox server = open(server().sessionListener(events));
        keys.destroy();
        Detachment detachment = events.awaitDetached(1);
        assertThat(detachment.reason()).isEqualTo(DetachReason.FAILED);
        assertThat(detachment.detail()).contains("Cannot create ", pair.key());
        assertThat(events.errors()).isZero();
        assertThat(server.join(LONG)).isTrue();
    }

    @Test
    void shouldEndWithItsServerIfAsked() {
        QtMailbox server = open(server());
        QtMailbox client = open(client().reconnectTimeout(Duration.ZERO).sessionListener(events));
        server.close();
        assertThat(events.awaitDetached(1).reason()).isEqualTo(DetachReason.CLOSED_BY_PEER);
        assertThatThrownBy(() -> client.send("late")).isInstanceOf(SessionClosedException.class);
        assertThatThrownBy(() -> client.receive(LONG)).isInstanceOf(SessionClosedException.class);
    }

    @Test
    void shouldSurviveEveryThrowableOfACallback() {
        QtMailbox server = open(server().sessionListener(events).onMessage((session, message) -> {
            received.add(message.text());
            throw new IllegalStateException("thrown by a callback");
        }));
        QtMailbox client = open(client());
        client.send("one");
        client.send("two");
        Patience.until(() -> events.errors() == 2);
        assertThat(received).containsExactly("one", "two");
        assertThat(server.state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldCloseFromACallback() {
        QtMailbox server = open(server().sessionListener(events).onMessage((session, message) -> session.close()));
        open(client()).send("close");
        assertThat(events.awaitDetached(1).reason()).isEqualTo(DetachReason.CLOSED_HERE);
        Patience.until(() -> server.state() == SessionState.CLOSED);
    }

    @Test
    void shouldCountWhatFlows() {
        QtMailbox server = open(server());
        QtMailbox client = open(client());
        client.send("12345");
        Message message = server.receive(LONG);
        assertThat(message.length()).isEqualTo(5);
        assertThat(client.statistics().messagesSent()).isEqualTo(1);
        assertThat(client.statistics().bytesSent()).isEqualTo(5);
        Patience.until(() -> server.statistics().messagesReceived() == 1);
    }

    private QtMailboxBuilder server() {
        return QtMailbox.builder(QtEnd.SERVER).keys(pair);
    }

    private QtMailboxBuilder client() {
        return QtMailbox.builder(QtEnd.CLIENT).keys(pair).connectTimeout(LONG).reconnectTimeout(LONG);
    }

    private QtMailbox open(QtMailboxBuilder builder) {
        QtMailbox opened = builder.open();
        open.push(opened);
        return opened;
    }

    private static void send(QtMailbox from, int count) {
        texts(count).forEach(from::send);
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
