// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import net.openhft.chronicle.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads the payload in place: one frame in the lane itself, several frames joined in an array. */
@Timeout(120)
class ViewTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();
    private ShmoozeClient client;
    private Session session;

    @BeforeEach
    void attach() {
        var server = sessions.start(sessions.server());
        client = sessions.connect(sessions.client());
        session = sessions.accept(server);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 144, 145, 5000})
    void shouldShowTheSameBytesInEveryForm(int length) {
        byte[] payload = payload(length);
        for (int round = 0; round < 3; round++) {
            exchange(payload, message -> {
                assertThat(message.length()).isEqualTo(length);
                assertThat(message.toByteArray()).isEqualTo(payload);
                assertThat(message.bytes().toByteArray()).isEqualTo(payload);
                assertThat(message.bytes().readRemaining()).isEqualTo(length);
                assertThat(message.bytes()).isSameAs(message.bytes());
                byte[] copy = new byte[length];
                message.buffer().get(copy);
                assertThat(copy).isEqualTo(payload);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 5000})
    void shouldReadNumbersLittleEndian(int length) {
        exchange(payload(length), message -> {
            assertThat(message.buffer().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            assertThat(message.buffer().getLong()).isEqualTo(0x0706050403020100L);
            assertThat(message.bytes().readLong()).isEqualTo(0x0706050403020100L);
            assertThat(message.bytes().readPosition()).isEqualTo(8);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 5000})
    void shouldShowABufferThatCannotBeWrittenOrReadPastTheMessage(int length) {
        exchange(payload(length), message -> {
            ByteBuffer buffer = message.buffer();
            assertThat(buffer.capacity()).isEqualTo(length);
            assertThatThrownBy(() -> buffer.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
            assertThatThrownBy(() -> buffer.get(length)).isInstanceOf(IndexOutOfBoundsException.class);
            Bytes<?> bytes = message.bytes();
            assertThatThrownBy(() -> bytes.readByte(length)).isInstanceOf(RuntimeException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 5000})
    void shouldSendBytesFromTheirReadPositionAndLeaveThemAlone(int length) throws Exception {
        Bytes<?> bytes = Bytes.allocateElasticOnHeap();
        bytes.write("skipped".getBytes()).write(payload(length)).readSkip("skipped".length());
        Task<Void> sender = Task.run(() -> client.send(bytes));
        assertThat(session.receive(Sessions.LONG).toByteArray()).isEqualTo(payload(length));
        sender.result();
        assertThat(bytes.readRemaining()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5000})
    void shouldForwardAMessageInPlace(int length) {
        Inbox inbox = new Inbox();
        exchange(payload(length), message -> session.send(message.kind(), message.buffer()));
        while (client.poll(inbox) == 0) {
            Thread.onSpinWait();
        }
        assertThat(inbox.items().get(0).bytes()).isEqualTo(payload(length));
    }

    private interface Check {
        void accept(Message message);
    }

    /** Runs the check in the callback. */
    private void exchange(byte[] payload, Check check) {
        Task.run(() -> client.send(payload));
        while (session.poll((from, message) -> check.accept(message)) == 0) {
            Thread.onSpinWait();
        }
    }

    private static byte[] payload(int length) {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) i;
        }
        return payload;
    }
}
