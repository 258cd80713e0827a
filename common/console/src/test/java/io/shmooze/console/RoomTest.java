// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {
    private final AttachedSessions sessions = new AttachedSessions();
    private final FakeScreen screen = new FakeScreen();
    private final Shutdown shutdown = new Shutdown();
    private final Room room = new Room("host", sessions, screen, shutdown);
    private final FakeSession alice = new FakeSession(12, "alice");
    private final FakeSession bob = new FakeSession(13, "13");
    private final FakeSession carol = new FakeSession(14, "carol");

    private void enter(FakeSession... sessions) {
        for (FakeSession session : sessions) {
            room.enter(session);
        }
        List.of(alice, bob, carol).forEach(each -> each.sent.clear());
    }

    private void say(FakeSession from, String text) {
        room.relay(from, MessageKind.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldRelayToAllOthersWithTheSpeakersName() {
        enter(alice, bob, carol);
        say(alice, "hello");
        say(bob, "");
        assertThat(alice.sent).containsExactly("13> ");
        assertThat(bob.sent).containsExactly("alice> hello");
        assertThat(carol.sent).containsExactly("alice> hello", "13> ");
    }

    @Test
    void shouldSayWhatTheServerIsGivenInItsOwnName() throws InterruptedException {
        enter(alice, bob);
        ByteBuffer line = ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8));
        room.asServer(new Broadcaster(sessions, screen, shutdown)).send(line);
        new Room(null, sessions, screen, shutdown).asServer(new Broadcaster(sessions, screen, shutdown)).send(line);
        assertThat(alice.sent).containsExactly("host> hello", "server> hello").isEqualTo(bob.sent);
    }

    @Test
    void shouldTellWhoComesAndGoes() {
        room.enter(alice);
        room.enter(bob);
        assertThat(alice.sent).containsExactly("* You are alice; here: host", "* 13 joined");
        assertThat(bob.sent).containsExactly("* You are 13; here: host, alice");
        sessions.left(alice);
        room.left("alice", new Detachment(DetachReason.PEER_DIED, alice.peer(), null, List.of()));
        assertThat(bob.sent).last().isEqualTo("* alice died");
        assertThat(alice.sent).hasSize(2);
    }

    @Test
    void shouldGiveASecondMemberOfOneNameANumberAndTellIt() {
        FakeSession second = new FakeSession(15, "alice");
        FakeSession third = new FakeSession(16, "Alice");
        room.enter(alice);
        room.enter(second);
        room.enter(third);
        assertThat(second.sent).first().isEqualTo("* You are alice-2, because alice is taken; here: host, alice");
        assertThat(third.sent).first()
                .isEqualTo("* You are Alice-3, because Alice is taken; here: host, alice, alice-2");
        assertThat(sessions.describe(second)).isEqualTo("alice-2 (pid 15, user ann)");
        say(second, "hi");
        assertThat(alice.sent).last().isEqualTo("alice-2> hi");
    }

    @Test
    void shouldGiveANameAgainWhenItsMemberHasLeft() {
        enter(alice);
        sessions.left(alice);
        FakeSession second = new FakeSession(15, "alice");
        room.enter(second);
        assertThat(second.sent).containsExactly("* You are alice; here: host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "Server", "host", "HOST", "sеrver", "host>hi"})
    void shouldCallNobodyAsTheServerIsCalled(String name) {
        FakeSession impostor = new FakeSession(15, name);
        room.enter(impostor);
        assertThat(impostor.sent).containsExactly(
                "* You are guest, because nobody can be called " + name + "; here: host");
        say(impostor, "hi");
        assertThat(sessions.name(impostor)).isEqualTo("guest");
    }

    @Test
    void shouldListTheMembers() {
        enter(alice, bob);
        assertThat(room.execute(alice, new FakeMessage(alice.peer(), "/who"))).isTrue();
        assertThat(alice.sent).hasSize(3).first().asString().startsWith("* host (pid ").endsWith(", whose room it is");
        assertThat(alice.sent.subList(1, 3))
                .containsExactly("* alice (pid 12, user ann), you", "* pid 13 (user ann)");
        assertThat(bob.sent).isEmpty();
    }

    @Test
    void shouldRename() {
        enter(alice, bob);
        assertThat(room.execute(alice, new FakeMessage(alice.peer(), "/nick Alice-Ann"))).isTrue();
        assertThat(alice.sent).containsExactly("* You are now Alice-Ann");
        assertThat(bob.sent).containsExactly("* alice is now Alice-Ann");
        assertThat(screen.announced).containsExactly("alice is now Alice-Ann");
        say(alice, "hi");
        assertThat(bob.sent).last().isEqualTo("Alice-Ann> hi");
        assertThat(room.execute(alice, new FakeMessage(alice.peer(), "/nick ALICE-ANN"))).isTrue();
        assertThat(sessions.name(alice)).as("the same name, written otherwise").isEqualTo("ALICE-ANN");
    }

    @Test
    void shouldNotRenameToWhatIsTakenOrNoName() {
        enter(alice, carol);
        for (String name : List.of("Carol", "server", "x".repeat(65))) {
            assertThat(room.execute(alice, new FakeMessage(alice.peer(), "/nick " + name))).isTrue();
        }
        assertThat(alice.sent).containsExactly("* You are still alice: Carol is taken",
                "* You are still alice: nobody can be called server", "* You are still alice: The name '"
                        + "x".repeat(65) + "' is not usable: take 1 to 64 characters without spaces");
        assertThat(carol.sent).isEmpty();
    }

    @Test
    void shouldNotObeyWhatIsToBeSaid() {
        enter(alice);
        for (String text : List.of("hello", "/whois", "/nick", "/nick two words", "//who", "/help", "/who ", "")) {
            assertThat(room.execute(alice, new FakeMessage(alice.peer(), text))).as(text).isFalse();
        }
        assertThat(alice.sent).isEmpty();
    }

    @Test
    void shouldPassOverWhoLeaves() {
        enter(alice, bob, carol);
        bob.close();
        say(alice, "hello");
        assertThat(carol.sent).containsExactly("alice> hello");
        assertThat(sessions.reachable()).containsExactly(alice, carol);
    }

    @Test
    void shouldNameWhoDoesNotTakeSoLongAMessage() {
        enter(alice, bob, carol);
        bob.failure = new MessageTooLongException("the limit is 3");
        say(alice, "hello");
        assertThat(carol.sent).containsExactly("alice> hello");
        assertThat(screen.announced).containsExactly("A message of alice was not relayed to 13: the limit is 3");
        assertThat(alice.sent).containsExactly("* Your message was not relayed to 13: the limit is 3");
        assertThat(shutdown.exitCode()).isEqualTo(ExitCode.FAILED);
    }
}
