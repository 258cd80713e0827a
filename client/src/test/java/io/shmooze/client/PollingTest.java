// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Both sides without listeners: the application's own threads take the messages. */
@Timeout(120)
class PollingTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final Inbox inbox = new Inbox();
    private ShmoozeServer server;
    private ShmoozeClient client;
    private Session session;

    @BeforeEach
    void attach() {
        server = sessions.start(sessions.server());
        client = sessions.connect(sessions.client().reconnectTimeout(Duration.ZERO));
        session = sessions.accept(server);
    }

    @Test
    void shouldPollOneMessageAtATime() {
        assertThat(client.poll(inbox)).isZero();
        session.send("one");
        session.send("two");
        assertThat(client.poll(inbox)).isEqualTo(1);
        assertThat(inbox.texts()).containsExactly("one");
        assertThat(client.poll(inbox)).isEqualTo(1);
        assertThat(client.poll(inbox)).isZero();
        assertThat(inbox.texts()).containsExactly("one", "two");
    }

    @Test
    void shouldPollManyMessagesInOnePass() {
        for (int i = 0; i < 10; i++) {
            client.send("message " + i);
        }
        assertThat(session.poll(inbox, 7)).isEqualTo(7);
        assertThat(session.poll(inbox, 7)).isEqualTo(3);
        assertThat(session.poll(inbox, 7)).isZero();
        assertThat(inbox.texts()).hasSize(10).startsWith("message 0").endsWith("message 9");
    }

    @Test
    void shouldDrainAllMessages() {
        for (int i = 0; i < 10; i++) {
            client.send("message " + i);
        }
        assertThat(session.drain(inbox)).isEqualTo(10);
        assertThat(session.drain(inbox)).isZero();
        assertThat(inbox.texts()).hasSize(10).endsWith("message 9");
    }

    @Test
    void shouldReceiveACopyThatMayBeKept() throws Exception {
        Task<Message> receiver = Task.call(() -> client.receive(Sessions.LONG));
        session.send("kept");
        session.send("later");
        Message message = receiver.result();
        client.receive(Sessions.LONG);
        assertThat(message.text()).isEqualTo("kept");
        assertThat(message.peer()).isEqualTo(client.peer());
    }

    @Test
    void shouldReceiveNothingUntilTheTimeout() {
        long beganNs = System.nanoTime();
        assertThat(client.receive(Duration.ofMillis(20))).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
        assertThat(client.receive(Duration.ZERO)).isNull();
        session.send("there");
        assertThat(client.receive(Duration.ZERO).text()).isEqualTo("there");
    }

    @Test
    void shouldAcknowledgeReceivedMessages() {
        session.send("one");
        assertThatThrownBy(() -> session.flush(Duration.ofMillis(20)));
        client.receive(Sessions.LONG);
        session.flush(Sessions.LONG);
    }

    @Test
    void shouldRethrowAnExceptionOfTheHandlerAndCountTheMessageAsHandled() {
        session.send("bad");
        session.send("good");
        assertThatThrownBy(() -> client.poll((from, message) -> {
            throw new IllegalArgumentException(message.text());
        })).isInstanceOf(IllegalArgumentException.class).hasMessage("bad");
        assertThat(client.poll(inbox)).isEqualTo(1);
        assertThat(inbox.texts()).containsExactly("good");
    }

    @Test
    void shouldRefuseToPollInItsOwnHandler() {
        session.send("outer");
        session.send("inner");
        List<Throwable> thrown = new ArrayList<>();
        client.poll((from, message) -> {
            thrown.add(catchThrowable(() -> client.poll(inbox)));
            thrown.add(catchThrowable(() -> client.receive(Duration.ZERO)));
        });
        assertThat(thrown).hasSize(2).allMatch(IllegalStateException.class::isInstance);
        assertThat(client.receive(Sessions.LONG).text()).isEqualTo("inner");
    }

    @Test
    void shouldAnswerInTheHandlerAndKeepTheConversationGoing() throws Exception {
        Task<Void> echo = Task.run(() -> {
            for (int i = 0; i < 1000; i++) {
                Message message = session.receive(Sessions.LONG);
                session.send("echo " + message.text());
            }
        });
        for (int i = 0; i < 1000; i++) {
            client.send("message " + i);
            assertThat(client.receive(Sessions.LONG).text()).isEqualTo("echo message " + i);
        }
        echo.result();
    }

    @Test
    void shouldDeliverMessagesThatThePeerSentBeforeItLeft() {
        String big = "x".repeat(100);
        session.send("one");
        session.send(big);
        session.close();
        assertThat(client.receive(Sessions.LONG).text()).isEqualTo("one");
        assertThat(client.receive(Sessions.LONG).text()).isEqualTo(big);
        assertThatThrownBy(() -> client.receive(Sessions.LONG)).isInstanceOf(SessionClosedException.class);
        assertThatThrownBy(() -> client.poll(inbox)).isInstanceOf(SessionClosedException.class);
    }

    @Test
    void shouldDeliverToAServerMessagesThatAClientSentBeforeItLeft() {
        client.send("gone already");
        client.close();
        Patience.until(() -> server.sessions().isEmpty());
        assertThat(session.receive(Sessions.LONG).text()).isEqualTo("gone already");
        assertThatThrownBy(() -> session.receive(Sessions.LONG)).isInstanceOf(SessionClosedException.class);
    }

    @Test
    void shouldRefuseToPollWhereAListenerTakesTheMessages() {
        ShmoozeClient listening = sessions.connect(sessions.client().onMessage(inbox));
        assertThatThrownBy(() -> listening.poll(inbox)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> listening.drain(inbox)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> listening.receive(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
    }
}
