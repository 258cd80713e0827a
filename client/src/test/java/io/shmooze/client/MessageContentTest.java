// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Claim;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.UsageException;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.openhft.chronicle.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages arrive byte for byte as they were sent. */
@Timeout(120)
class MessageContentTest {
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
    void shouldCarryBytesThatAreNotText() {
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
    void shouldSendEveryPayloadInEveryWay() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {0, 5, 6, 0}).position(1).limit(3);
        Patience.until(() -> client.offer("5"));
        Patience.until(() -> client.offer(new byte[] {5}));
        Patience.until(() -> client.offer(buffer));
        Patience.until(() -> client.offer(Bytes.wrapForRead(new byte[] {5, 6, 7})));
        client.send("5", Sessions.LONG);
        client.send(new byte[] {5}, Sessions.LONG);
        client.send(buffer, Sessions.LONG);
        client.send(Bytes.wrapForRead(new byte[] {5, 6, 7}), Sessions.LONG);
        assertThat(client.enqueue("5")).isTrue();
        client.flush(Sessions.LONG);
        assertThat(buffer.position()).isEqualTo(1);
        assertThat(inbox.items()).extracting(Inbox.Item::bytes).containsExactly(
                new byte[] {'5'}, new byte[] {5}, new byte[] {5, 6}, new byte[] {5, 6, 7},
                new byte[] {'5'}, new byte[] {5}, new byte[] {5, 6}, new byte[] {5, 6, 7}, new byte[] {'5'});
        assertThat(inbox.items()).extracting(Inbox.Item::kind).containsExactly(
                MessageKind.TEXT, MessageKind.BINARY, MessageKind.BINARY, MessageKind.BINARY,
                MessageKind.TEXT, MessageKind.BINARY, MessageKind.BINARY, MessageKind.BINARY, MessageKind.TEXT);
    }

    /** A trap that the documentation names: a buffer in big-endian order is read in little-endian order. */
    @Test
    void shouldShowPayloadsInLittleEndianOrderHoweverTheyWereWritten() {
        sessions.start(ShmoozeServer.builder("numbers").directory(sessions.directory()).onMessage((session, message) ->
                session.send(Long.toHexString(message.buffer().getLong()))));
        ShmoozeClient numbers =
                sessions.connect(ShmoozeClient.builder("numbers").directory(sessions.directory()));
        numbers.send(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 0x1122334455667788L));
        assertThat(numbers.receive(Sessions.LONG).text()).isEqualTo("1122334455667788");
        numbers.send(ByteBuffer.allocate(8).putLong(0, 0x1122334455667788L));
        Message answer = numbers.receive(Sessions.LONG);
        assertThat(answer.text()).isEqualTo("8877665544332211");
        assertThat(answer.buffer().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        Claim claim = numbers.claim(MessageKind.BINARY, 8);
        claim.buffer().putLong(0, 0x1122334455667788L);
        claim.commit();
        assertThat(numbers.receive(Sessions.LONG).text()).isEqualTo("1122334455667788");
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
