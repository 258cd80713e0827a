// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PipeOutputTest {
    private final Sink sink = new Sink();

    @Test
    void shouldEndEachMessageWithTheSeparator() throws IOException {
        PipeOutput output = new PipeOutput(sink, (byte) 0);
        output.write(bytes("one"));
        output.write(bytes(""));
        assertThat(sink.text()).isEqualTo("one\0\0");
    }

    @Test
    void shouldWriteMessageAndSeparatorAtOnce() throws IOException {
        new PipeOutput(sink, (byte) '\n').write(bytes("one"));
        assertThat(sink.writes).isEqualTo(1);
    }

    @Test
    void shouldGoOnWhenOnlyAPartWasTaken() throws IOException {
        sink.mostAtOnce = 2;
        new PipeOutput(sink, (byte) '\n').write(bytes("eleven bytes"));
        assertThat(sink.text()).isEqualTo("eleven bytes\n");
    }

    @Test
    void shouldLeaveThePayloadAsItWas() throws IOException {
        ByteBuffer payload = bytes("one").asReadOnlyBuffer();
        new PipeOutput(sink, (byte) '\n').write(payload);
        assertThat(payload.remaining()).isEqualTo(3);
    }

    @Test
    void shouldGoOnFailing() {
        PipeOutput output = new PipeOutput(sink, (byte) '\n');
        sink.broken = true;
        assertThatThrownBy(() -> output.write(bytes("one"))).isInstanceOf(IOException.class).hasMessage("broken");
        sink.broken = false;
        assertThatThrownBy(() -> output.write(bytes("two"))).isInstanceOf(IOException.class).hasMessage("broken");
        assertThat(sink.text()).isEmpty();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Sink implements GatheringByteChannel {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int mostAtOnce = Integer.MAX_VALUE;
        private int writes;
        private boolean broken;

        @Override
        public long write(ByteBuffer[] ui) throws IOException {
            if (broken) {
                throw new IOException("broken");
            }
            writes++;
            int room = mostAtOnce;
            for (ByteBuffer part : ui) {
                while (part.hasRemaining() && room > 0) {
                    taken.write(part.get());
                    room--;
                }
            }
            return mostAtOnce - room;
        }

        @Override
        public long write(ByteBuffer[] parts, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer part) {
            throw new UnsupportedOperationException();
        }

        String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
        }
    }
}
