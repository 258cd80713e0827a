// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.ChannelKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientSenderTest {
    private static final List<String> LINES = List.of("hello", "/who", "/nick bob", "//who", "/usr", "");

    @Test
    void shouldSayInARoomWhatLooksLikeARequest() {
        FakeSession room = new FakeSession(12, "host", ChannelKind.ROOM);
        send(room);
        assertThat(room.sent).containsExactly("hello", "//who", "//nick bob", "///who", "/usr", "");
    }

    @Test
    void shouldSendLinesAsTheyAreElsewhere() {
        FakeSession server = new FakeSession(12, "host", ChannelKind.MESSAGES);
        FakeSession old = new FakeSession(12, "host");
        send(server);
        send(old);
        assertThat(server.sent).isEqualTo(LINES).isEqualTo(old.sent);
    }

    private static void send(FakeSession session) {
        ClientSender sender = new ClientSender(session, new FakeScreen());
        LINES.forEach(line -> sender.send(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8))));
    }
}
