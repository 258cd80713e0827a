// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoardDescriptorTest {
    @Test
    void shouldHaveThePlacesThatTheProtocolNames() {
        assertThat(new int[] {BoardDescriptor.VERSION_OFFSET, BoardDescriptor.PLACES_OFFSET,
            BoardDescriptor.MAGIC_OFFSET, BoardDescriptor.PID_OFFSET, BoardDescriptor.LATEST_OFFSET,
            BoardDescriptor.LINES_OFFSET}).containsExactly(0, 4, 8, 16, 128, 256);
        assertThat(new int[] {BoardDescriptor.lineOffset(1), BoardDescriptor.PIN_OFFSET, BoardDescriptor.EPOCH_OFFSET})
                .containsExactly(320, 0, 8);
        assertThat(new int[] {BoardDescriptor.entryOffset(2, 0), BoardDescriptor.entryOffset(2, 3),
            BoardDescriptor.FILE_OFFSET, BoardDescriptor.CAPACITY_OFFSET}).containsExactly(384, 432, 0, 8);
        assertThat(new int[] {BoardDescriptor.NUMBER_OFFSET, BoardDescriptor.TIME_OFFSET,
            BoardDescriptor.PAYLOAD_LENGTH_OFFSET, BoardDescriptor.WIDTH_OFFSET, BoardDescriptor.HEIGHT_OFFSET,
            BoardDescriptor.BITS_OFFSET, BoardDescriptor.PAYLOAD_OFFSET}).containsExactly(0, 8, 16, 20, 24, 28, 4096);
    }

    @Test
    void shouldHaveLengthsOfWholePages() {
        assertThat(BoardDescriptor.controlLength(1)).isEqualTo(4096);
        assertThat(BoardDescriptor.controlLength(64)).isEqualTo(8192);
        assertThat(BoardDescriptor.bufferLength(4096)).isEqualTo(8192);
        assertThat(BoardDescriptor.bufferLength(4097)).isEqualTo(12_288);
        assertThat(BoardDescriptor.bufferLength(FrameFormat.MAX_LENGTH)).isEqualTo((1 << 30) + 4096);
    }

    @Test
    void shouldPackTheNewestFrameIntoOneWord() {
        long latest = BoardDescriptor.latest(1L << 40, BoardDescriptor.MAX_PLACES + 1);
        assertThat(BoardDescriptor.number(latest)).isEqualTo(1L << 40);
        assertThat(BoardDescriptor.buffer(latest)).isEqualTo(65_535);
    }

    @Test
    void shouldHaveAReadableMagic() {
        byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, BoardDescriptor.MAGIC).array();
        assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("SHMFRAME");
    }
}
