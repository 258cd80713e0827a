// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceptionTest {
    private final FakeSession alice = new FakeSession(12, "alice");
    private final Message hello = new FakeMessage(alice.peer(), "hello");
    private final Ending ending = new Ending();
    private final List<Message> passedOn = new ArrayList<>();

    @Test
    void shouldShowAndThenPassOn() {
        FakeScreen screen = new FakeScreen();
        reception(screen).onMessage(alice, hello);
        assertThat(screen.shown).containsExactly("ALICE> hello");
        assertThat(passedOn).containsExactly(hello);
    }

    @Test
    void shouldLeaveAMessageUnacknowledgedThatCannotBeShown() {
        reception(new BrokenScreen()).onMessage(alice, hello);
        assertThat(alice.closed).isTrue();
        assertThat(passedOn).isEmpty();
        assertThat(ending.await().error()).hasMessage("Cannot write what arrives: Broken pipe");
    }

    private Reception reception(Screen screen) {
        return new Reception(screen, ending, session -> "ALICE", (session, message) -> passedOn.add(message));
    }

    private static final class BrokenScreen implements Screen {
        @Override
        public void show(String sender, ByteBuffer payload) throws IOException {
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
