// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkAreaTest {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");
    private static final int BULK = 1 << 20;
    private static final int STEP = BulkArea.STEP;

    @TempDir
    Path directory;
    private final List<Segment> mapped = new ArrayList<>();
    private Path file;

    @AfterEach
    void unmap() {
        mapped.forEach(Segment::unmap);
    }

    private Segment create(int length, int bulkLength) {
        file = directory.resolve("segment");
        Segment segment = SegmentFile.create(file, MODE, new SegmentLayout(length, bulkLength, 0), 7, 1);
        mapped.add(segment);
        return segment;
    }

    private Segment attach(int length, int bulkLength) throws IOException {
        Segment segment = SegmentFile.attach(file, new SegmentLayout(length, bulkLength, 0), 7);
        mapped.add(segment);
        return segment;
    }

    @ParameterizedTest
    @CsvSource({"1024, 4096, 12288", "4096, 4096, 12288", "4097, 8192, 24576", "1024, 1073741824, 2147487744"})
    void shouldLieBehindTheSegmentAndBelongToOneDirectionEach(int length, int bulkLength, long fileLength)
            throws IOException {
        Segment server = create(length, bulkLength);
        assertThat(Files.size(file)).isEqualTo(fileLength);
        assertThat(server.length()).isEqualTo(length);
        Segment client = attach(length, bulkLength);
        for (Side writer : Side.values()) {
            Segment written = server.bulkArea(writer).memory();
            written.putLong(0, writer.ordinal() + 1);
            written.putLong(bulkLength - 8, writer.ordinal() + 10);
            Segment read = client.bulkArea(writer).memory();
            assertThat(read.getLongAcquire(0)).isEqualTo(writer.ordinal() + 1);
            assertThat(read.getLongAcquire(bulkLength - 8)).isEqualTo(writer.ordinal() + 10);
        }
    }

    @Test
    void shouldHaveNoneIfNoneWasAgreedOn() throws IOException {
        Segment segment = create(1024, 0);
        assertThat(Files.size(file)).isEqualTo(1024);
        assertThat(segment.bulkArea(Side.SERVER)).isNull();
        assertThat(attach(1024, 0).bulkArea(Side.CLIENT)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 8192, 4095})
    void shouldRefuseAnotherLengthThanTheFiles(int bulkLength) {
        create(1024, 4096);
        assertThatThrownBy(() -> SegmentFile.attach(file, new SegmentLayout(1024, bulkLength, 0), 7))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldTakeNoMemoryBeforeItIsReserved() throws IOException {
        Path smaps = Path.of("/proc/self/smaps");
        assumeTrue(Files.exists(smaps), "no /proc");
        Segment server = create(1024, BULK);
        assertThat(residentKilobytes(smaps)).isLessThanOrEqualTo(4);
        assertThat(server.bulkArea(Side.SERVER).reserve(1)).isTrue();
        server.bulkArea(Side.SERVER).memory().putLong(0, 1);
        assertThat(residentKilobytes(smaps)).isBetween(5L, 4L + STEP / 1024);
    }

    /** Of all mappings of the file. */
    private long residentKilobytes(Path smaps) throws IOException {
        long sum = 0;
        boolean inside = false;
        for (String line : Files.readAllLines(smaps)) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                inside = line.endsWith(file.toString());
            } else if (inside && line.startsWith("Rss:")) {
                sum += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return sum;
    }

    @Test
    void shouldReserveInStepsAndOnlyOnce() {
        List<Integer> written = new ArrayList<>();
        BulkArea area = BulkArea.over(ByteBuffer.allocateDirect(3 * STEP + 4096), (offset, count) -> {
            assertThat(offset).isEqualTo(written.stream().mapToInt(Integer::intValue).sum());
            written.add(count);
            return count;
        });
        assertThat(area.reserve(1) && area.reserve(STEP) && area.reserve(STEP + 1)).isTrue();
        assertThat(written).containsExactly(STEP, STEP);
        assertThat(area.reserve(3 * STEP + 4096) && area.reserve(1)).isTrue();
        assertThat(written).containsExactly(STEP, STEP, STEP, 4096);
    }

    @Test
    void shouldUseWhatAFullFileSystemStillGives() {
        int[] left = {STEP + 8192};
        BulkArea area = BulkArea.over(ByteBuffer.allocateDirect(4 * STEP), (offset, count) -> {
            if (left[0] == 0) {
                throw new IOException("No space left on device");
            }
            int given = Math.min(count, left[0]);
            left[0] -= given;
            return given;
        });
        assertThat(area.reserve(STEP + 8192)).isTrue();
        assertThat(area.reserve(STEP + 8193)).isFalse();
        left[0] = 4096;
        assertThat(area.reserve(STEP + 8193)).isTrue();
        assertThat(area.reserve(2 * STEP)).isFalse();
    }

    @Test
    void shouldReserveForAThreadThatIsInterrupted() {
        BulkArea area = create(1024, BULK).bulkArea(Side.SERVER);
        Thread.currentThread().interrupt();
        assertThat(area.reserve(BULK)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldNotFailIfItsFileCannotBeWritten() {
        Segment segment = create(1024, BULK);
        BulkArea area = segment.bulkArea(Side.CLIENT);
        segment.unmap();
        assertThat(area.reserve(1)).isFalse();
    }
}
