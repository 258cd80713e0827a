// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import io.shmooze.MessageKind;
import io.shmooze.UsageException;
import io.shmooze.segment.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingReaderTest {
    @TempDir
    Path directory;

    private Path record() {
        Path file = directory.resolve("chat.tape");
        try (RecordingWriter writer = new RecordingWriter(file)) {
            writer.write(7, message(Side.CLIENT, MessageKind.TEXT, false, 3));
            writer.writeGap(7, Side.SERVER, 12, false);
            writer.write(8, message(Side.SERVER, MessageKind.ANSWER, true, 400_000));
            writer.write(8, message(Side.SERVER, MessageKind.BINARY, false, 0));
        }
        return file;
    }

    private static TailedMessage message(Side writer, MessageKind kind, boolean again, int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) length);
        return new TailedMessage(writer, kind, again, length, payload);
    }

    private static List<RecordedMessage> read(Path file) {
        List<RecordedMessage> messages = new ArrayList<>();
        try (RecordingReader reader = new RecordingReader(file)) {
            for (RecordedMessage next = reader.next(); next != null; next = reader.next()) {
                messages.add(next);
            }
        }
        return messages;
    }

    @Test
    void shouldReadWhatWasRecorded() throws IOException {
        Path file = record();
        List<RecordedMessage> read = read(file);
        assertThat(read).extracting(RecordedMessage::session).containsExactly(7L, 7L, 8L, 8L);
        assertThat(read).extracting(RecordedMessage::writer)
                .containsExactly(Side.CLIENT, Side.SERVER, Side.SERVER, Side.SERVER);
        assertThat(read).extracting(RecordedMessage::missed).containsExactly(0L, 12L, 0L, 0L);
        assertThat(read).extracting(RecordedMessage::timeNs).isSorted().allMatch(time -> time >= 0);
        assertThat(read.get(0).message()).usingRecursiveComparison()
                .isEqualTo(message(Side.CLIENT, MessageKind.TEXT, false, 3));
        assertThat(read.get(1).message()).isNull();
        TailedMessage answer = read.get(2).message();
        assertThat(answer.kind()).isEqualTo(MessageKind.ANSWER);
        assertThat(answer.redelivered()).isTrue();
        assertThat(answer.payload()).isEqualTo(message(Side.SERVER, MessageKind.ANSWER, true, 400_000).payload());
        assertThat(read.get(3).message().payload()).isEmpty();
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @Test
    void shouldReplaceNothing() throws IOException {
        Path file = Files.writeString(directory.resolve("mine"), "precious");
        assertThatThrownBy(() -> new RecordingWriter(file)).isInstanceOf(CannotCreateException.class)
                .hasMessage(file + " exists already, and a recording replaces nothing: name another file");
        assertThat(file).hasContent("precious");
        assertThatThrownBy(() -> new RecordingWriter(directory.resolve("none/mine")))
                .isInstanceOf(CannotCreateException.class).hasMessageContaining("none");
    }

    /** Wherever it ends, what is whole is read, and then one sentence says what is wrong. */
    @Test
    void shouldReadARecordingThatWasCutShort() throws IOException {
        Path file = record();
        byte[] bytes = Files.readAllBytes(file);
        int first = RecordingDescriptor.HEADER_LENGTH + RecordingDescriptor.RECORD_LENGTH + 3;
        for (int length = RecordingDescriptor.HEADER_LENGTH; length < first + 30; length++) {
            Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, length));
            List<RecordedMessage> read = new ArrayList<>();
            boolean whole = length == RecordingDescriptor.HEADER_LENGTH || length == first;
            try (RecordingReader reader = new RecordingReader(cut)) {
                RecordedMessage next = length == RecordingDescriptor.HEADER_LENGTH ? null
                        : length < first ? null : reader.next();
                if (next != null) {
                    read.add(next);
                }
                if (whole) {
                    assertThat(reader.next()).isNull();
                } else {
                    assertThatThrownBy(reader::next).isInstanceOf(DamagedRecordingException.class)
                            .hasMessageContaining(cut + " ends in the middle of the record at byte ");
                }
            }
            assertThat(read).hasSize(length < first ? 0 : 1);
        }
    }

    @Test
    void shouldSayWhatIsNoRecording() throws IOException {
        Path file = record();
        byte[] bytes = Files.readAllBytes(file);
        assertFlaw(UsageException.class, bytes, 0, 'X', " is not a recording of tail --record");
        assertFlaw(UsageException.class, bytes, RecordingDescriptor.VERSION_OFFSET, 2,
                " has version 2 of the recordings, and this program reads version 1");
        int record = RecordingDescriptor.HEADER_LENGTH;
        String damaged = " is damaged: there is no record at byte " + record;
        assertFlaw(DamagedRecordingException.class, bytes, record + RecordingDescriptor.KIND_OFFSET, 99, damaged);
        assertFlaw(DamagedRecordingException.class, bytes, record + RecordingDescriptor.WRITER_OFFSET, 2, damaged);
        assertFlaw(DamagedRecordingException.class, bytes, record + RecordingDescriptor.LENGTH_OFFSET + 3, 0xFF,
                damaged);
        assertFlaw(DamagedRecordingException.class, bytes, record + RecordingDescriptor.LENGTH_OFFSET + 3, 0x7F,
                " ends in the middle of the record at byte " + record);
        assertThatThrownBy(() -> read(directory)).isInstanceOf(UsageException.class).hasMessageContaining("not a file");
        assertThatThrownBy(() -> read(directory.resolve("none"))).isInstanceOf(UsageException.class)
                .hasMessageContaining("There is no file");
        assertThatThrownBy(() -> read(Files.write(directory.resolve("empty"), new byte[0])))
                .isInstanceOf(UsageException.class).hasMessageContaining("is not a recording");
    }

    private void assertFlaw(Class<?> type, byte[] sound, int at, int value, String flaw) throws IOException {
        byte[] bytes = sound.clone();
        bytes[at] = (byte) value;
        Path file = Files.write(directory.resolve("flawed"), bytes);
        assertThatThrownBy(() -> read(file)).isInstanceOf(type).hasMessageContaining(file + flaw);
    }
}
