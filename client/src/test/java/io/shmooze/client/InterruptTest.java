// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.InterruptedSessionException;
import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Interrupting threads that send and receive loses nothing, doubles nothing and ends no session. */
@Timeout(120)
class InterruptTest {
    private static final int MESSAGES = 2000;

    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final Random random = new Random(Seed.of(InterruptTest.class));

    @Test
    void shouldSendAndReceiveEachMessageOnceHoweverOftenInterrupted() throws Exception {
        var server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);

        Task<Integer> sender = Task.call(() -> send(client));
        Task<Integer> receiver = Task.call(() -> receive(session));
        while (!receiver.isDone()) {
            (random.nextBoolean() ? sender : receiver).thread().interrupt();
            LockSupport.parkNanos(random.nextInt(500_000));
        }
        int interrupted = sender.result() + receiver.result();
        assertThat(interrupted).as("times a wait was interrupted").isPositive();
        assertThat(client.state()).isEqualTo(SessionState.OPEN);
        assertThat(session.receive(Duration.ZERO)).isNull();
        client.flush(Sessions.LONG);
    }

    @Test
    void shouldKeepTheInterruptStatusAndTheSession() throws Exception {
        var server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);
        Task<Boolean> receiver = Task.call(() -> {
            Thread.currentThread().interrupt();
            try {
                session.receive(Sessions.LONG);
                return false;
            } catch (InterruptedSessionException e) {
                return Thread.interrupted();
            }
        });
        assertThat(receiver.result()).isTrue();
        Task.run(() -> {
            Thread.currentThread().interrupt();
            client.send("there is room, so nobody waits");
        }).result();
        assertThat(session.receive(Sessions.LONG).text()).isEqualTo("there is room, so nobody waits");
    }

    @Test
    void shouldLetACallbackBeInterruptedWithoutHarm() {
        Inbox inbox = new Inbox();
        Life life = new Life();
        sessions.start(sessions.server().sessionListener(life).onMessage((session, message) -> {
            inbox.onMessage(session, message);
            Thread.currentThread().interrupt();
            session.send("answer");
        }));
        ShmoozeClient client = sessions.connect(sessions.client());
        for (int i = 0; i < 100; i++) {
            client.send("message");
            assertThat(client.receive(Sessions.LONG).text()).isEqualTo("answer");
        }
        assertThat(inbox.items()).hasSize(100);
        assertThat(life.errors()).isEmpty();
    }

    /** Some messages are longer than the lane. */
    private static String text(int number) {
        return number + ":" + "x".repeat(number % 10 == 0 ? 700 : number % 100);
    }

    private static int send(Session session) {
        int interrupted = 0;
        for (int i = 0; i < MESSAGES; ) {
            try {
                session.send(text(i));
                i++;
            } catch (InterruptedSessionException e) {
                interrupted++;
                Thread.interrupted();
            }
        }
        return interrupted;
    }

    private static int receive(Session session) {
        int interrupted = 0;
        for (int i = 0; i < MESSAGES; ) {
            try {
                Message message = session.receive(Sessions.LONG);
                assertThat(message.text()).isEqualTo(text(i));
                assertThat(message.redelivered()).isFalse();
                i++;
            } catch (InterruptedSessionException e) {
                interrupted++;
                Thread.interrupted();
            }
        }
        return interrupted;
    }
}
