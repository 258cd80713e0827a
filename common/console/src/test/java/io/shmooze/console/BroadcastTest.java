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
class BroadcastTest {
    private final Members members = new Members();
    private final FakeScreen screen = new FakeScreen();
    private final Ending ending = new Ending();
    private final Broadcast broadcast = new Broadcast(members, screen, ending);
    private final FakeSession alice = new FakeSession(12, "alice");
    private final FakeSession bob = new FakeSession(13, "bob");

    @Test
    void shouldSendToEverybody() throws InterruptedException {
        members.joined(alice);
        members.joined(bob);
        send("hello");
        assertThat(alice.sent).containsExactly("hello");
        assertThat(bob.sent).containsExactly("hello");
    }

    @Test
    void shouldNotMindWhoHasJustLeft() throws InterruptedException {
        members.joined(alice);
        members.joined(bob);
        alice.close();
        send("hello");
        assertThat(bob.sent).containsExactly("hello");
        assertThat(members.reachable()).containsExactly(bob);
        assertThat(screen.announced).isEmpty();
    }

    @Test
    void shouldKeepALineUntilSomebodyTakesIt() throws InterruptedException {
        members.joined(alice);
        alice.close();
        Background.start("sender", ending, () -> {
            send("hello");
            ending.done();
        });
        await().until(() -> members.reachable().isEmpty());
        assertThat(ending.reached()).isFalse();
        members.joined(bob);
        ending.await();
        assertThat(bob.sent).containsExactly("hello");
    }

    @Test
    void shouldNameWhoDoesNotTakeSoLongALine() throws InterruptedException {
        members.joined(alice);
        members.joined(bob);
        alice.failure = new MessageTooLongException("the limit is 3");
        send("hello");
        assertThat(bob.sent).containsExactly("hello");
        assertThat(screen.announced).containsExactly("Not sent to alice: the limit is 3");
        assertThat(ending.goodCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void shouldGiveUpALineWhenNobodyIsWaitedForAnyMore() throws InterruptedException {
        members.joined(alice);
        send("hello");
        members.left(alice);
        members.abandon();
        assertThatThrownBy(() -> send("nobody")).isInstanceOf(SessionClosedException.class);
    }

    @Test
    void shouldNotWaitForWhatThoseWhoLeftWillNotHandle() throws InterruptedException {
        members.joined(alice);
        members.joined(bob);
        alice.failure = new SessionClosedException("gone");
        Background.start("leaving", ending, () -> {
            await().until(() -> members.reachable().equals(List.of(bob)));
            members.left(alice);
        });
        broadcast.flush(Duration.ofSeconds(30));
        assertThat(members.reachable()).containsExactly(bob);
    }

    private void send(String text) throws InterruptedException {
        broadcast.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
