// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.TestSegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentLabelTest {
    @Test
    void shouldReadWhatItHasWritten() {
        SegmentLabel label = SegmentLabel.of(0xC1, 2, new SegmentLayout(1024, 4096, 8192), "Zoë");
        assertThat(SegmentLabel.read(written(label))).isEqualTo(label);
        assertThat(label.beginNs()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"x, 64, 64", "x, 70, 64", "ü, 33, 32", "日, 64, 21", "😀, 17, 16"})
    void shouldCutANameBetweenCharacters(String letter, int count, int left) {
        SegmentLabel label = new SegmentLabel(1, 1, 2, 0, 0, letter.repeat(count));
        ByteBuffer header = written(label);
        assertThat(SegmentLabel.read(header).clientName()).isEqualTo(letter.repeat(left));
        assertThat(header.getLong(SegmentDescriptor.SERVER_LINE_OFFSET)).isZero();
    }

    @Test
    void shouldFindNoLabelInZeros() {
        assertThat(SegmentLabel.read(ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN))).isNull();
    }

    @Test
    void shouldReadAnything() {
        SplittableRandom random = new SplittableRandom(7);
        ByteBuffer header = ByteBuffer.allocate(SegmentDescriptor.SERVER_LINE_OFFSET).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 10_000; i++) {
            random.nextBytes(header.array());
            header.putInt(SegmentDescriptor.LABEL_OFFSET, 0x01000000 | random.nextInt());
            assertThat(SegmentLabel.read(header).clientName().length()).isBetween(0, 64);
        }
    }

    private static ByteBuffer written(SegmentLabel label) {
        Segment segment = TestSegment.inMemory(1024);
        label.write(segment);
        ByteBuffer header = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        segment.get(0, header, 0, header.capacity());
        return header;
    }
}
