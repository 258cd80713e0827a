// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.UsageException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in comes out, byte for byte. */
@Timeout(120)
class PayloadTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final Inbox inbox = new Inbox();
    private ShmoozeClient client;

    @BeforeEach
    void attach() {
        sessions.start(sessions.server().onMessage(inbox));
        client = sessions.connect(sessions.client());
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"", " ", "a\0b\0", "\n", "h\u00e9llo", "\u20ac", "\ud83d\ude00", "\u202e\u001b[31m",
        "\ufeff", "\uffff"})
    void shouldCarryText(String text) {
        client.send(text);
        client.send(text.repeat(300));
        client.flush(Sessions.LONG);
        assertThat(inbox.texts()).containsExactly(text, text.repeat(300));
        assertThat(inbox.items()).allMatch(item -> item.kind() == MessageKind.TEXT);
    }

    @ParameterizedTest(name = "{index}")
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d"})
    void shouldRefuseAnUnpairedSurrogate(String text) {
        assertThatThrownBy(() -> client.send(text)).isInstanceOf(UsageException.class)
                .hasMessageContaining("surrogate");
        client.send("next");
        client.flush(Sessions.LONG);
        assertThat(inbox.texts()).containsExactly("next");
    }

    @Test
    void shouldCarryBytesThatAreNoText() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        client.send(new byte[] {(byte) 0xC3, 0x28});
        client.send(new byte[0]);
        client.send(all);
        client.flush(Sessions.LONG);
        assertThat(inbox.items()).extracting(Inbox.Item::bytes)
                .containsExactly(new byte[] {(byte) 0xC3, 0x28}, new byte[0], all);
        assertThat(inbox.items()).allMatch(item -> item.kind() == MessageKind.BINARY);
        assertThat(inbox.texts().get(0)).isEqualTo("\ufffd(");
    }

    @Test
    void shouldSendTheRemainingBytesOfABufferAndLeaveItAlone() {
        for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.allocate(600), ByteBuffer.allocateDirect(600),
            ByteBuffer.allocate(600).asReadOnlyBuffer()}) {
            buffer.position(3).limit(503);
            client.send(buffer);
            assertThat(buffer.position()).isEqualTo(3);
            assertThat(buffer.limit()).isEqualTo(503);
        }
        client.flush(Sessions.LONG);
        assertThat(inbox.items()).extracting(item -> item.bytes().length).containsExactly(500, 500, 500);
    }

    @Test
    void shouldCopyBeforeItReturns() {
        byte[] payload = {1, 2, 3};
        client.send(payload);
        payload[0] = 9;
        client.flush(Sessions.LONG);
        assertThat(inbox.items().get(0).bytes()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldLetTheSenderNameTheKind() {
        client.send(MessageKind.TEXT, ByteBuffer.wrap(new byte[] {'t'}));
        client.send(MessageKind.BINARY, ByteBuffer.wrap(new byte[500]));
        client.flush(Sessions.LONG);
        assertThat(inbox.items()).extracting(Inbox.Item::kind)
                .containsExactly(MessageKind.TEXT, MessageKind.BINARY);
    }
}
