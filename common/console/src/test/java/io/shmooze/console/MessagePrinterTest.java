// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.ChannelKind;
import io.shmooze.Message;
import io.shmooze.room.Room;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagePrinterTest {
    private final FakeSession alice = new FakeSession(12, "alice");
    private final Message hello = new FakeMessage(alice.peer(), "hello");
    private final Shutdown shutdown = new Shutdown();
    private final AttachedSessions sessions = new AttachedSessions();

    @Test
    void shouldShowWhatArrives() {
        FakeScreen screen = new FakeScreen();
        printer(screen, null).onMessage(alice, hello);
        assertThat(screen.shown).containsExactly("ALICE> hello");
    }

    @Test
    void shouldShowAndThenPassOnAsARoom() {
        FakeScreen screen = new FakeScreen();
        Room room = room(screen);
        FakeSession bob = new FakeSession(13, "bob");
        room.onAttached(alice);
        room.onAttached(bob);
        bob.sent.clear();
        printer(screen, room).onMessage(alice, hello);
        printer(screen, room).onMessage(alice, new FakeMessage(alice.peer(), "//who"));
        printer(screen, room).onMessage(alice, new FakeMessage(alice.peer(), "/usr/bin"));
        assertThat(screen.shown).containsExactly("member alice> hello", "member alice> /who", "member alice> /usr/bin");
        assertThat(bob.sent).containsExactly("alice> hello", "alice> /who", "alice> /usr/bin");
    }

    @Test
    void shouldNotShowWhatARoomIsAskedFor() {
        FakeScreen screen = new FakeScreen();
        Room room = room(screen);
        room.onAttached(alice);
        alice.sent.clear();
        printer(screen, room).onMessage(alice, new FakeMessage(alice.peer(), "/who"));
        assertThat(screen.shown).isEmpty();
        assertThat(alice.sent).hasSize(2);
    }

    @Test
    void shouldNameWhoeverSpeaksInARoom() {
        FakeScreen screen = new FakeScreen();
        FakeSession room = new FakeSession(12, "host", ChannelKind.ROOM);
        for (String line : List.of("bob> hi > all", "* carol joined", "host> * dave joined", "neither", "> x")) {
            printer(screen, null).onMessage(room, new FakeMessage(room.peer(), line));
        }
        assertThat(screen.shown).containsExactly("member bob> hi > all", "member host> * dave joined",
                "member ALICE> neither", "member ALICE> > x");
        assertThat(screen.announced).containsExactly("carol joined");
    }

    @Test
    void shouldMakeHarmlessWhatARoomSays() {
        FakeScreen screen = new FakeScreen();
        FakeSession room = new FakeSession(12, "host", ChannelKind.ROOM);
        printer(screen, null).onMessage(room, new FakeMessage(room.peer(), "b\u001b[2J> hi"));
        printer(screen, null).onMessage(room, new FakeMessage(room.peer(), "* a\nb> fake"));
        assertThat(screen.shown).containsExactly("member b^[[2J> hi");
        assertThat(screen.announced).containsExactly("a^Jb> fake");
    }

    @Test
    void shouldLeaveAMessageUnacknowledgedThatCannotBeShown() {
        FakeSession bob = new FakeSession(13, "bob");
        Room room = room(new BrokenScreen());
        room.onAttached(alice);
        room.onAttached(bob);
        bob.sent.clear();
        printer(new BrokenScreen(), room).onMessage(alice, hello);
        assertThat(alice.closed).isTrue();
        assertThat(bob.sent).isEmpty();
        assertThat(shutdown.await().error()).hasMessage("Cannot write what arrives: Broken pipe");
    }

    private Room room(Screen screen) {
        return Room.builder().listener(new RoomScreen(sessions, screen, shutdown)).build();
    }

    private MessagePrinter printer(Screen screen, Room room) {
        return new MessagePrinter(screen, shutdown, session -> "ALICE", room);
    }

    private static final class BrokenScreen implements Screen {
        @Override
        public void show(String sender, ByteBuffer payload) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void showMember(String name, ByteBuffer text) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public void announce(String line) {
        }

        @Override
        public void progress(String line) {
        }

        @Override
        public void close() {
        }
    }
}
