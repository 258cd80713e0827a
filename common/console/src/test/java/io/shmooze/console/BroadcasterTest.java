// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shmooze.MessageTooLongException;
import io.shmooze.SessionClosedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BroadcasterTest {
    private final AttachedSessions sessions = new AttachedSessions();
    private final FakeScreen screen = new FakeScreen();
    private final Shutdown shutdown = new Shutdown();
    private final Broadcaster broadcast = new Broadcaster(sessions, screen, shutdown);
    private final FakeSession alice = new FakeSession(12, "alice");
    private final FakeSession bob = new FakeSession(13, "bob");

    @Test
    void shouldSendToEverybody() throws InterruptedException {
        sessions.joined(alice);
        sessions.joined(bob);
        send("hello");
        assertThat(alice.sent).containsExactly("hello");
        assertThat(bob.sent).containsExactly("hello");
    }

    @Test
    void shouldNotMindWhoHasJustLeft() throws InterruptedException {
        sessions.joined(alice);
        sessions.joined(bob);
        alice.close();
        send("hello");
        assertThat(bob.sent).containsExactly("hello");
        assertThat(sessions.reachable()).containsExactly(bob);
        assertThat(screen.announced).isEmpty();
    }

    @Test
    void shouldKeepALineUntilSomebodyTakesIt() throws InterruptedException {
        sessions.joined(alice);
        alice.close();
        Background.start("sender", shutdown, () -> {
            send("hello");
            shutdown.done();
        });
        await().until(() -> sessions.reachable().isEmpty());
        assertThat(shutdown.hasBegun()).isFalse();
        sessions.joined(bob);
        shutdown.await();
        assertThat(bob.sent).containsExactly("hello");
    }

    @Test
    void shouldNameWhoDoesNotTakeSoLongALine() throws InterruptedException {
        sessions.joined(alice);
        sessions.joined(bob);
        alice.failure = new MessageTooLongException("the limit is 3");
        send("hello");
        assertThat(bob.sent).containsExactly("hello");
        assertThat(screen.announced).containsExactly("Not sent to alice: the limit is 3");
        assertThat(shutdown.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void shouldGiveUpALineWhenNobodyIsWaitedForAnyMore() throws InterruptedException {
        sessions.joined(alice);
        send("hello");
        sessions.left(alice);
        sessions.abandon();
        assertThatThrownBy(() -> send("nobody")).isInstanceOf(SessionClosedException.class);
    }

    @Test
    void shouldNotWaitForWhatThoseWhoLeftWillNotHandle() throws InterruptedException {
        sessions.joined(alice);
        sessions.joined(bob);
        alice.failure = new SessionClosedException("gone");
        Background.start("leaving", shutdown, () -> {
            await().until(() -> sessions.reachable().equals(List.of(bob)));
            sessions.left(alice);
        });
        broadcast.flush(Duration.ofSeconds(30));
        assertThat(sessions.reachable()).containsExactly(bob);
    }

    private void send(String text) throws InterruptedException {
        broadcast.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
