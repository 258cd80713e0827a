// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.MessageTooLongException;
import io.shmooze.SessionTimeoutException;
import io.shmooze.room.Room;
import io.shmooze.room.RoomLines;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTest {
    private final AttachedSessions sessions = new AttachedSessions();
    private final FakeScreen screen = new FakeScreen();
    private final Shutdown shutdown = new Shutdown();
    private final Room room = room("host");
    private final FakeSession alice = new FakeSession(12, "alice");
    private final FakeSession bob = new FakeSession(13, "13");
    private final FakeSession carol = new FakeSession(14, "carol");

    private Room room(String name) {
        return Room.builder().name(name).listener(new RoomScreen(sessions, screen, shutdown)).build();
    }

    private boolean asks(FakeSession from, String text) {
        int before = screen.shown.size();
        room.onMessage(from, new FakeMessage(from.peer(), text));
        return screen.shown.size() == before;
    }

    private void enter(FakeSession... sessions) {
        for (FakeSession session : sessions) {
            room.onAttached(session);
        }
        List.of(alice, bob, carol).forEach(each -> each.sent.clear());
    }

    private void leave(FakeSession session, DetachReason reason) {
        sessions.left(session);
        room.onDetached(session, new Detachment(reason, session.peer(), null, List.of()));
    }

    private void say(FakeSession from, String text) {
        room.onMessage(from, new FakeMessage(from.peer(), text));
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
    void shouldSayWhatTheServerIsGivenInItsOwnName() {
        enter(alice, bob);
        room.say(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
        assertThat(alice.sent).containsExactly("host> hello").isEqualTo(bob.sent);
        assertThat(screen.shown).isEmpty();
        assertThat(Room.builder().build().name()).isEqualTo("server");
    }

    @Test
    void shouldTellWhoComesAndGoes() {
        room.onAttached(alice);
        room.onAttached(bob);
        assertThat(alice.sent).containsExactly("* You are alice; here: host", "* 13 joined");
        assertThat(bob.sent).containsExactly("* You are 13; here: host, alice");
        leave(alice, DetachReason.PEER_DIED);
        assertThat(bob.sent).last().isEqualTo("* alice died");
        assertThat(alice.sent).hasSize(2);
    }

    @Test
    void shouldGiveASecondMemberOfOneNameANumberAndTellIt() {
        FakeSession second = new FakeSession(15, "alice");
        FakeSession third = new FakeSession(16, "Alice");
        room.onAttached(alice);
        room.onAttached(second);
        room.onAttached(third);
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
        leave(alice, DetachReason.CLOSED_BY_PEER);
        FakeSession second = new FakeSession(15, "alice");
        room.onAttached(second);
        assertThat(second.sent).containsExactly("* You are alice; here: host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "Server", "host", "HOST", "sеrver", "host>hi"})
    void shouldCallNobodyAsTheServerIsCalled(String name) {
        FakeSession impostor = new FakeSession(15, name);
        room.onAttached(impostor);
        assertThat(impostor.sent).containsExactly(
                "* You are guest, because nobody can be called " + name + "; here: host");
        say(impostor, "hi");
        assertThat(sessions.name(impostor)).isEqualTo("guest");
    }

    @Test
    void shouldListTheMembers() {
        enter(alice, bob);
        assertThat(asks(alice, "/who")).isTrue();
        assertThat(alice.sent).hasSize(3).first().asString().startsWith("* host (pid ").endsWith(", whose room it is");
        assertThat(alice.sent.subList(1, 3))
                .containsExactly("* alice (pid 12, user ann), you", "* pid 13 (user ann)");
        assertThat(bob.sent).isEmpty();
    }

    @Test
    void shouldRename() {
        enter(alice, bob);
        assertThat(asks(alice, "/nick Alice-Ann")).isTrue();
        assertThat(alice.sent).containsExactly("* You are now Alice-Ann");
        assertThat(bob.sent).containsExactly("* alice is now Alice-Ann");
        assertThat(screen.announced).containsExactly("alice is now Alice-Ann");
        say(alice, "hi");
        assertThat(bob.sent).last().isEqualTo("Alice-Ann> hi");
        assertThat(asks(alice, "/nick ALICE-ANN")).isTrue();
        assertThat(sessions.name(alice)).as("the same name, written otherwise").isEqualTo("ALICE-ANN");
    }

    @Test
    void shouldNotRenameToWhatIsTakenOrNoName() {
        enter(alice, carol);
        for (String name : List.of("Carol", "server", "x".repeat(65))) {
            assertThat(asks(alice, "/nick " + name)).isTrue();
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
            assertThat(asks(alice, text)).as(text).isFalse();
        }
        assertThat(alice.sent).isEmpty();
    }

    @Test
    void shouldPassOverWhoLeaves() {
        enter(alice, bob, carol);
        bob.close();
        say(alice, "hello");
        assertThat(carol.sent).containsExactly("alice> hello");
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

    @Test
    void shouldTellANewMemberWhatWasSaidLast() {
        Room small = Room.builder().history(2).build();
        small.onAttached(alice);
        for (String text : List.of("one", "two", "three\nfour")) {
            small.onMessage(alice, new FakeMessage(alice.peer(), text));
        }
        small.onAttached(bob);
        small.onMessage(alice, new FakeMessage(alice.peer(), "five"));
        assertThat(bob.sent).containsExactly("* You are 13; here: server, alice", "* earlier: alice> two",
                "* earlier: alice> three\nfour", "alice> five");
        assertThat(RoomLines.isNotice(ByteBuffer.wrap(bob.sent.get(1).getBytes(StandardCharsets.UTF_8)))).isTrue();
    }

    @Test
    void shouldForgetLongLinesFirst() {
        room.onAttached(alice);
        say(alice, "x".repeat(1 << 20));
        say(alice, "short");
        room.onAttached(bob);
        assertThat(bob.sent).containsExactly("* You are 13; here: host, alice", "* earlier: alice> short");
    }

    @Test
    void shouldNotWaitLongForWhoDoesNotReadIfTheRoomIsImpatient() {
        Room impatient = Room.builder().patience(Duration.ofMillis(1)).build();
        impatient.onAttached(alice);
        impatient.onAttached(bob);
        impatient.onAttached(carol);
        bob.full = true;
        bob.failure = new SessionTimeoutException("full");
        impatient.onMessage(alice, new FakeMessage(alice.peer(), "one"));
        impatient.onMessage(alice, new FakeMessage(alice.peer(), "two"));
        bob.full = false;
        bob.failure = null;
        impatient.onMessage(alice, new FakeMessage(alice.peer(), "three"));
        assertThat(bob.sent).endsWith("* carol joined",
                "* 2 lines were left out for you, because you read too slowly", "alice> three");
        assertThat(carol.sent).endsWith("alice> one", "alice> two", "alice> three");
    }
}
