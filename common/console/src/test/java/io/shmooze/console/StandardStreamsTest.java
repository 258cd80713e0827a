// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardStreamsTest {
    @TempDir
    private Path scratch;

    @Test
    void shouldWaitForBytesWhereTheDescriptorDoesNot() throws IOException {
        InputStream input = patient(new Hesitating("abc"), scratch + "/missing/file");
        assertThat(input.readAllBytes()).asString().isEqualTo("abc");
    }

    @Test
    void shouldWaitForASingleByte() throws IOException {
        InputStream input = patient(new Hesitating("\u00ff"), scratch + "/missing/file");
        assertThat(input.read()).isEqualTo(0xff);
        assertThat(input.read()).isEqualTo(-1);
    }

    @Test
    void shouldGoOnWithTheSameFileOpenedOnceMore() throws IOException {
        Path again = Files.writeString(scratch.resolve("again"), "from the other");
        InputStream input = patient(new Hesitating("never asked again"), again.toString());
        assertThat(input.readAllBytes()).asString().isEqualTo("from the other");
    }

    @Test
    void shouldReadNothingIntoNoRoom() throws IOException {
        assertThat(patient(new Hesitating("a"), "").read(new byte[0])).isZero();
    }

    private static InputStream patient(ReadableByteChannel channel, String file) {
        return new StandardStreams.PatientInput(InputStream.nullInputStream(), channel, file);
    }

    /** Returns 0 from every second read: before each byte, and before the end. */
    private static final class Hesitating implements ReadableByteChannel {
        private final ByteBuffer bytes;
        private boolean ready;

        Hesitating(String text) {
            bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public int read(ByteBuffer target) {
            ready = !ready;
            if (ready) {
                return 0;
            }
            if (!bytes.hasRemaining()) {
                return -1;
            }
            target.put(bytes.get());
            return 1;
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
