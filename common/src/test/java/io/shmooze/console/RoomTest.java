// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageTooLongException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomTest {
    private final Members members = new Members();
    private final FakeScreen screen = new FakeScreen();
    private final Ending ending = new Ending();
    private final Room room = new Room(members, screen, ending);
    private final FakeSession alice = new FakeSession(12, "alice");
    private final FakeSession bob = new FakeSession(13, "13");
    private final FakeSession carol = new FakeSession(14, "carol");

    @BeforeEach
    void enter() {
        members.joined(alice);
        members.joined(bob);
        members.joined(carol);
    }

    @Test
    void shouldRelayToAllOthers() {
        room.relay(alice, new FakeMessage(alice.peer(), "hello"));
        room.relay(bob, new FakeMessage(bob.peer(), ""));
        assertThat(alice.sent).containsExactly("13: ");
        assertThat(bob.sent).containsExactly("alice: hello");
        assertThat(carol.sent).containsExactly("alice: hello", "13: ");
    }

    @Test
    void shouldPassOverWhoLeaves() {
        bob.close();
        room.relay(alice, new FakeMessage(alice.peer(), "hello"));
        assertThat(carol.sent).containsExactly("alice: hello");
        assertThat(members.reachable()).containsExactly(alice, carol);
    }

    @Test
    void shouldNameWhoDoesNotTakeSoLongAMessage() {
        bob.failure = new MessageTooLongException("the limit is 3");
        room.relay(alice, new FakeMessage(alice.peer(), "hello"));
        assertThat(carol.sent).containsExactly("alice: hello");
        assertThat(screen.announced).containsExactly("A message of alice was not relayed to 13: the limit is 3");
        assertThat(ending.goodCode()).isEqualTo(ExitCode.FAILED);
    }
}
