// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import io.shmooze.ProtocolException;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentFileTest {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");
    private static final int LENGTH = 1024;
    private static final long SESSION = 7;
    private static final long CLIENT_PID = 4712;

    @TempDir
    Path directory;
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("chat.7.segment");
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 1025, 65_536, 100_001, 1 << 20})
    void shouldCreateAFilledHeaderAndZeros(int length) throws IOException {
        SegmentFile.create(file, MODE, SegmentLayout.of(length), SESSION, CLIENT_PID).unmap();

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.capacity()).isEqualTo(length);
        assertThat(bytes.getInt(SegmentDescriptor.VERSION_OFFSET)).isEqualTo(SegmentDescriptor.VERSION);
        assertThat(bytes.getInt(SegmentDescriptor.LENGTH_OFFSET)).isEqualTo(length);
        assertThat(bytes.getLong(SegmentDescriptor.MAGIC_OFFSET)).isEqualTo(SegmentDescriptor.MAGIC);
        assertThat(bytes.getLong(SegmentDescriptor.SESSION_ID_OFFSET)).isEqualTo(SESSION);
        assertThat(bytes.getLong(SegmentDescriptor.SERVER_PID_OFFSET)).isEqualTo(ProcessHandle.current().pid());
        assertThat(bytes.getLong(SegmentDescriptor.CLIENT_PID_OFFSET)).isEqualTo(CLIENT_PID);
        assertThat(bytes.getInt(SegmentDescriptor.LANE_CAPACITY_OFFSET))
                .isEqualTo(SegmentDescriptor.laneCapacity(length));
        for (int at = 44; at < length; at++) {
            assertThat(bytes.get(at)).isZero();
        }
    }

    @Test
    void shouldCreateAFileForTheOwnerOnly() throws IOException {
        SegmentFile.create(file, MODE, SegmentLayout.of(LENGTH), SESSION, CLIENT_PID).unmap();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void shouldShareItsMemoryWithWhoAttaches() throws IOException {
        Segment created = SegmentFile.create(file, MODE, SegmentLayout.of(LENGTH), SESSION, CLIENT_PID);
        Segment attached = SegmentFile.attach(file, SegmentLayout.of(LENGTH), SESSION);
        created.putLongRelease(512, 42);
        assertThat(attached.getLongAcquire(512)).isEqualTo(42);
        attached.putLongRelease(1016, 43);
        assertThat(created.getLongAcquire(1016)).isEqualTo(43);
        created.unmap();
        attached.unmap();
    }

    /** On JDKs from 22 on, no view keeps a segment mapped. */
    @ParameterizedTest
    @CsvSource({"0, true", "8192, true", "0, false", "8192, false"})
    void shouldDiscardWhatViewsKeepMapped(int bulkLength, boolean unused) throws IOException {
        Segment created = SegmentFile.create(file, MODE, new SegmentLayout(LENGTH, bulkLength, 0), SESSION, CLIENT_PID);
        Segment viewed = bulkLength == 0 ? created : created.bulkArea(Side.SERVER).memory();
        viewed.putLongRelease(512, 42);
        ByteBuffer view = viewed.view(512, 8);
        boolean unmapped = created.unmap();
        assertThat(unmapped).isEqualTo(Mapping.BY_ARENA);
        created.discard(unused);
        created.discard(unused);
        assertThat(file).hasSize(new SegmentLayout(LENGTH, bulkLength, 0).fileLength());
        if (!unmapped) {
            assertThat(view.getLong(0)).isEqualTo(unused ? 0 : 42);
        }
    }

    /** As two processes may: whichever comes last leaves the file as long as it was, without memory. */
    @RepeatedTest(100)
    void shouldDiscardAtTheSameTimeAsTheOtherSide() throws Exception {
        Segment created = SegmentFile.create(file, MODE, new SegmentLayout(LENGTH, 8192, 0), SESSION, CLIENT_PID);
        Segment attached = SegmentFile.attach(file, new SegmentLayout(LENGTH, 8192, 0), SESSION);
        created.putLongRelease(512, 42);
        List<ByteBuffer> views = List.of(created.view(512, 8), attached.view(512, 8));
        boolean unmapped = created.unmap() & attached.unmap();
        Task<Void> other = Task.run(() -> attached.discard(true));
        created.discard(true);
        other.result();
        assertThat(file).hasSize(new SegmentLayout(LENGTH, 8192, 0).fileLength());
        for (ByteBuffer view : unmapped ? List.<ByteBuffer>of() : views) {
            assertThat(view.getLong(0)).isZero();
        }
        Files.delete(file);
    }

    @Test
    void shouldNeedNoDiscardWithoutViews() throws IOException {
        Segment created = SegmentFile.create(file, MODE, new SegmentLayout(LENGTH, 8192, 0), SESSION, CLIENT_PID);
        created.putLongRelease(512, 42);
        assertThat(created.unmap()).isTrue();
        created.discard(true);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(word, 512);
            assertThat(word.getLong(0)).isEqualTo(42);
        }
    }

    @Test
    void shouldNotTouchAnExistingFile() throws IOException {
        Files.writeString(file, "precious");
        assertThatThrownBy(() -> SegmentFile.create(file, MODE, SegmentLayout.of(LENGTH), SESSION, CLIENT_PID))
                .isInstanceOf(CannotCreateException.class).hasMessageContaining(file.toString());
        assertThat(file).hasContent("precious");
    }

    @Test
    void shouldNotFollowAPlantedLink() throws IOException {
        Path target = directory.resolve("target");
        Files.createSymbolicLink(file, target);
        assertThatThrownBy(() -> SegmentFile.create(file, MODE, SegmentLayout.of(LENGTH), SESSION, CLIENT_PID))
                .isInstanceOf(CannotCreateException.class);
        assertThat(target).doesNotExist();

        SegmentFile.create(target, MODE, SegmentLayout.of(LENGTH), SESSION, CLIENT_PID).unmap();
        assertThatThrownBy(() -> SegmentFile.attach(file, SegmentLayout.of(LENGTH), SESSION))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldSayWhichDirectoryIsMissing() {
        Path nowhere = directory.resolve("nowhere").resolve("chat.7.segment");
        assertThatThrownBy(() -> SegmentFile.create(nowhere, MODE, SegmentLayout.of(LENGTH), SESSION, CLIENT_PID))
                .isInstanceOf(CannotCreateException.class)
                .hasMessageContaining(nowhere.toString()).hasMessageContaining("no such directory");
    }

    @Test
    void shouldRefuseAMissingFile() {
        assertThatThrownBy(() -> SegmentFile.attach(file, SegmentLayout.of(LENGTH), SESSION))
                .isInstanceOf(NoSuchFileException.class).hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 512, 1023, 1025, 4096})
    void shouldRefuseAFileOfAnotherSize(int size) throws IOException {
        Files.write(file, new byte[size]);
        assertThatThrownBy(() -> SegmentFile.attach(file, SegmentLayout.of(LENGTH), SESSION))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(size + " bytes").hasMessageContaining("the server says 1024");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1023, (1 << 30) + 1, Integer.MAX_VALUE})
    void shouldRefuseALengthOutOfRange(int length) {
        assertThatThrownBy(() -> SegmentFile.attach(file, SegmentLayout.of(length), SESSION))
                .isInstanceOf(ProtocolException.class).hasMessageContaining(length + " bytes");
    }

    @ParameterizedTest
    @CsvSource({"version, 0, 2", "version, 0, 0", "magic, 8, 1230128467", "length, 4, 1025", "session id, 16, 8",
        "lane capacity, 40, 384"})
    void shouldRefuseAForeignHeader(String what, int offset, int value) throws IOException {
        SegmentFile.create(file, MODE, SegmentLayout.of(LENGTH), SESSION, CLIENT_PID).unmap();
        ByteBuffer word = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(word, offset);
        }
        assertThatThrownBy(() -> SegmentFile.attach(file, SegmentLayout.of(LENGTH), SESSION))
                .isInstanceOf(ProtocolException.class).hasMessageContaining("has " + what + " ");
    }
}
