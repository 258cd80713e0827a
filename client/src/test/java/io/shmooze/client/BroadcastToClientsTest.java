// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.UsageException;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server sends a message to all of its clients; for a slow client it waits in the session's outbox. */
@Timeout(120)
class BroadcastToClientsTest {
    private static final int MESSAGES = 500;

    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final Inbox fast = new Inbox();
    private final Inbox slow = new Inbox();
    private final CountDownLatch resumed = new CountDownLatch(1);

    @AfterEach
    void resume() {
        resumed.countDown();
    }

    private Session attachFast(ShmoozeServer server) {
        return attach(server, sessions.client().onMessage(fast));
    }

    /** A client that handles one message, and the others only after {@link #resumed}. */
    private Session attachSlow(ShmoozeServer server) {
        return attach(server, sessions.client().onMessage(this::handleSlowly));
    }

    private void handleSlowly(Session session, Message message) {
        slow.onMessage(session, message);
        Patience.until(() -> resumed.getCount() == 0);
    }

    private Session attach(ShmoozeServer server, ClientBuilder builder) {
        int before = server.sessions().size();
        sessions.connect(builder);
        Patience.until(() -> server.sessions().size() > before);
        return server.sessions().get(before);
    }

    /** Some are longer than the lane. */
    private static String text(int number) {
        return number + ":" + "x".repeat(number % 10 == 0 ? 700 : number % 100);
    }

    private static List<String> texts(int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(i));
        }
        return texts;
    }

    @Test
    void shouldReachEveryClientInOrder() {
        ShmoozeServer server = sessions.start(sessions.server());
        attachFast(server);
        attach(server, sessions.client().onMessage(slow));
        for (String text : texts(MESSAGES)) {
            assertThat(server.broadcast(text)).isEmpty();
        }
        assertThat(fast.await(MESSAGES).texts()).isEqualTo(texts(MESSAGES));
        assertThat(slow.await(MESSAGES).texts()).isEqualTo(texts(MESSAGES));
    }

    @Test
    void shouldNotHoldUpTheOthersForOneSlowClient() {
        ShmoozeServer server = sessions.start(sessions.server());
        attachSlow(server);
        attachFast(server);
        for (String text : texts(MESSAGES)) {
            assertThat(server.broadcast(text)).isEmpty();
        }
        assertThat(fast.await(MESSAGES).texts()).isEqualTo(texts(MESSAGES));
        assertThat(slow.items()).hasSizeLessThan(2);
        resumed.countDown();
        assertThat(slow.await(MESSAGES).texts()).isEqualTo(texts(MESSAGES));
    }

    @Test
    void shouldNameTheClientWhoseOutboxIsFullAndSendItNothing() {
        ShmoozeServer server = sessions.start(sessions.server().maxMessageLength(5000));
        Session behind = attachSlow(server);
        attachFast(server);
        int count = 0;
        List<Session> unreached = List.of();
        while (unreached.isEmpty()) {
            fast.await(count);
            unreached = server.broadcast(text(count));
            count++;
        }
        assertThat(unreached).containsExactly(behind);
        assertThat(fast.await(count).texts()).isEqualTo(texts(count));
        resumed.countDown();
        behind.send("afterwards", Sessions.LONG);
        assertThat(slow.await(count).texts()).startsWith(texts(count - 1).toArray(String[]::new)).endsWith("afterwards")
                .hasSize(count);
    }

    @Test
    void shouldNameTheClientThatAcceptsOnlyShorterMessages() {
        ShmoozeServer server = sessions.start(sessions.server());
        Session narrow = attach(server, sessions.client().maxMessageLength(10).onMessage(slow));
        attachFast(server);
        assertThat(server.broadcast(MessageKind.BINARY, ByteBuffer.allocate(11))).containsExactly(narrow);
        assertThat(server.broadcast(MessageKind.BINARY, ByteBuffer.allocate(10))).isEmpty();
        assertThat(fast.await(2).items()).extracting(item -> item.bytes().length).containsExactly(11, 10);
        assertThat(slow.await(1).items()).extracting(item -> item.bytes().length).containsExactly(10);
    }

    @Test
    void shouldReachNobodyWhenNobodyIsAttachedOrAllHaveLeft() {
        ShmoozeServer server = sessions.start(sessions.server());
        assertThat(server.broadcast("to nobody")).isEmpty();
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);
        client.close();
        Patience.until(() -> session.state() == SessionState.CLOSED);
        assertThat(server.broadcast("to nobody")).isEmpty();
    }

    @Test
    void shouldRefuseTextThatCannotBeSent() {
        ShmoozeServer server = sessions.start(sessions.server());
        attachFast(server);
        assertThatThrownBy(() -> server.broadcast("\ud800")).isInstanceOf(UsageException.class);
    }

    @Test
    void shouldKeepTheOrderOfEnqueuedAndSentMessages() throws Exception {
        // Without bulk areas: a message of 700 bytes that is enqueued then fills the lane for sure.
        sessions.start(sessions.server().bulkSize(0).onMessage(this::handleSlowly));
        ShmoozeClient client = sessions.connect(sessions.client());
        Task<Void> sender = Task.run(() -> {
            for (int i = 0; i < MESSAGES; i++) {
                if (i % 7 == 0) {
                    client.send(text(i));
                } else {
                    assertThat(client.enqueue(text(i))).isTrue();
                }
                if (i == 0) {
                    // From here on the lane fills, and send waits.
                    slow.await(1);
                }
            }
        });
        Patience.until(() -> client.statistics().outboxLength() > 0);
        resumed.countDown();
        sender.result();
        assertThat(slow.await(MESSAGES).texts()).isEqualTo(texts(MESSAGES));
    }

    @Test
    void shouldKeepEnqueuedMessagesForTheNextServerAndRefuseThemAfterTheEnd() {
        ShmoozeServer first = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        first.close();
        Patience.until(() -> client.state() == SessionState.RECONNECTING);
        assertThat(client.enqueue("for the next")).isTrue();
        Session session = sessions.accept(sessions.start(sessions.server()));
        assertThat(session.receive(Sessions.LONG).text()).isEqualTo("for the next");
        assertThat(session.receive(Duration.ZERO)).isNull();
        client.close();
        assertThatThrownBy(() -> client.enqueue("late")).isInstanceOf(SessionClosedException.class);
    }
}
