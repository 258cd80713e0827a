// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
    private static final int LENGTH = 64;

    private final ByteBuffer message = copy(new Payload(LENGTH, Payload.ANSWER).stamp(5, 77));

    private static ByteBuffer copy(ByteBuffer source) {
        return ByteBuffer.allocate(source.remaining()).put(source.duplicate()).flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void shouldAcceptTheExpectedMessageAtAnyPosition() {
        ByteBuffer within = ByteBuffer.allocate(LENGTH + 32).order(ByteOrder.LITTLE_ENDIAN);
        within.position(16).put(message.duplicate()).flip().position(16);
        assertThatCode(() -> Payload.verify(within, 5)).doesNotThrowAnyException();
        assertThat(Payload.number(within)).isEqualTo(5);
        assertThat(Payload.sentNs(within)).isEqualTo(77);
        assertThat(Payload.wantsAnswer(within)).isTrue();
    }

    @Test
    void shouldWriteTheWholeMessageIntoOtherMemory() {
        ByteBuffer within = ByteBuffer.allocate(LENGTH + 32).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(within.array(), (byte) 0xff);
        Payload payload = new Payload(LENGTH, Payload.SWALLOW);
        payload.stamp(7, 78);
        payload.writeTo(within.position(16).limit(16 + LENGTH));
        assertThat(within).isEqualTo(payload.stamp(7, 78));
        assertThat(within.array()[15]).isEqualTo((byte) 0xff);
        assertThat(within.array()[16 + LENGTH]).isEqualTo((byte) 0xff);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 6})
    void shouldRefuseALostOrRepeatedMessage(long due) {
        assertThatThrownBy(() -> Payload.verify(message, due)).isInstanceOf(IllegalStateException.class)
                .hasMessage("Instead of message " + due + " came one of 64 bytes, number 5, length 64");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 24, 63})
    void shouldRefuseACutMessage(int length) {
        assertThatThrownBy(() -> Payload.verify(message.limit(length), 5)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 56, 63})
    void shouldRefuseAWrongByteInACheckedWord(int at) {
        message.put(at, (byte) ~message.get(at));
        assertThatThrownBy(() -> Payload.verify(message, 5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldCountFromZeroForEachAskingEnd() {
        Responder responder = new Responder();
        for (int client = 0; client < 2; client++) {
            Payload payload = new Payload(LENGTH, Payload.ANSWER);
            ByteBuffer first = payload.stamp(0, 0);
            assertThat(responder.handle(first)).isSameAs(first);
            assertThat(responder.handle(payload.stamp(1, 0))).isNotNull();
        }
        assertThat(responder.handle(new Payload(LENGTH, Payload.SWALLOW).stamp(2, 0))).isNull();
        assertThatThrownBy(() -> responder.handle(message)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldCountSeparatelyForEachThread() {
        Responder responder = new Responder();
        Payload payload = new Payload(LENGTH, Payload.ANSWER);
        SequenceNumbers first = new SequenceNumbers(0);
        SequenceNumbers second = new SequenceNumbers(SequenceNumbers.MAX_THREADS - 1);
        for (SequenceNumbers next : List.of(first, second, second, first, second, first, first, second)) {
            assertThat(responder.handle(payload.stamp(next.next(), 0))).isNotNull();
        }
        second.next();
        assertThatThrownBy(() -> responder.handle(payload.stamp(second.next(), 0)))
                .isInstanceOf(IllegalStateException.class);
    }
}
