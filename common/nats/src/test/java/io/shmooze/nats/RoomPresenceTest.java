// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomPresenceTest {
    private static final RoomPresence.Guest SERVER = new RoomPresence.Guest("server@a", "server@a (pid 1), on a");

    private static RoomPresence presence(Map<Long, RoomPresence.Guest> members, Map<Long, String> gone) {
        return new RoomPresence("8c51", "a", false, true, SERVER, members, gone);
    }

    @Test
    void shouldReadWhatItHasWritten() {
        Map<Long, RoomPresence.Guest> members = new LinkedHashMap<>();
        members.put(2L, new RoomPresence.Guest("Jürgen", "Jürgen (pid 2, user ann), on a"));
        members.put(1L, new RoomPresence.Guest("bob", "bob (pid 3, user bob), on a"));
        RoomPresence presence = presence(members, Map.of(7L, "was dropped: no reason"));
        RoomPresence read = RoomPresence.decode(presence.encode(1 << 20));
        assertThat(read).isEqualTo(presence);
        assertThat(read.names()).containsExactly("server@a", "Jürgen", "bob");
        assertThat(read.summary()).isEqualTo(", with Jürgen, bob");
        assertThat(presence(Map.of(), Map.of()).summary()).isEmpty();
    }

    @Test
    void shouldNotLetATextAddALine() {
        Map<Long, String> gone = Map.of(1L, "was dropped: x\nmember 9 eve eve");
        RoomPresence read = RoomPresence.decode(presence(Map.of(), gone).encode(1 << 20));
        assertThat(read.members()).isEmpty();
        assertThat(read.gone()).containsEntry(1L, "was dropped: x member 9 eve eve");
    }

    @Test
    void shouldFitIntoAMessageOfNats() {
        Map<Long, RoomPresence.Guest> members = new LinkedHashMap<>();
        for (long i = 0; i < 10_000; i++) {
            members.put(i, new RoomPresence.Guest("m" + i, "x".repeat(200)));
        }
        byte[] bytes = presence(members, Map.of()).encode(1 << 16);
        assertThat(bytes.length).isLessThan(1 << 16);
        assertThat(RoomPresence.decode(bytes).members()).hasSizeBetween(10, 1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shmooze-room 2\ninstance 1\nserver a b", "shmooze-room 1",
        "shmooze-room 1\ninstance 1", "shmooze-room 1\ninstance 1\nserver a",
        "shmooze-room 1\ninstance 1\nserver a b\nmember x a b", "shmooze-room 1\ninstance 1\nserver a b\nmember 1 a",
        "shmooze-room 1\ninstance 1\nserver a b\ngone 1"})
    void shouldRefuseWhatIsNoPresence(String text) {
        assertThatThrownBy(() -> RoomPresence.decode(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
