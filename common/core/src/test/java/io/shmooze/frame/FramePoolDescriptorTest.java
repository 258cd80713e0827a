// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FramePoolDescriptorTest {
    @Test
    void shouldHaveTheOffsetsThatTheProtocolNames() {
        assertThat(new int[] {FramePoolDescriptor.VERSION_OFFSET, FramePoolDescriptor.SLOT_COUNT_OFFSET,
            FramePoolDescriptor.MAGIC_OFFSET, FramePoolDescriptor.PID_OFFSET, FramePoolDescriptor.LATEST_OFFSET,
            FramePoolDescriptor.SLOTS_OFFSET}).containsExactly(0, 4, 8, 16, 128, 256);
        assertThat(new int[] {FramePoolDescriptor.slotOffset(1), FramePoolDescriptor.PIN_OFFSET,
            FramePoolDescriptor.EPOCH_OFFSET}).containsExactly(320, 0, 8);
        assertThat(new int[] {FramePoolDescriptor.entryOffset(2, 0), FramePoolDescriptor.entryOffset(2, 3),
            FramePoolDescriptor.FILE_OFFSET, FramePoolDescriptor.CAPACITY_OFFSET}).containsExactly(384, 432, 0, 8);
        assertThat(new int[] {FramePoolDescriptor.NUMBER_OFFSET, FramePoolDescriptor.TIME_OFFSET,
            FramePoolDescriptor.PAYLOAD_LENGTH_OFFSET, FramePoolDescriptor.WIDTH_OFFSET,
            FramePoolDescriptor.HEIGHT_OFFSET, FramePoolDescriptor.BITS_OFFSET, FramePoolDescriptor.PAYLOAD_OFFSET})
            .containsExactly(0, 8, 16, 20, 24, 28, 4096);
    }

    @Test
    void shouldHaveLengthsOfWholePages() {
        assertThat(FramePoolDescriptor.controlLength(1)).isEqualTo(4096);
        assertThat(FramePoolDescriptor.controlLength(64)).isEqualTo(8192);
        assertThat(FramePoolDescriptor.bufferLength(4096)).isEqualTo(8192);
        assertThat(FramePoolDescriptor.bufferLength(4097)).isEqualTo(12_288);
        assertThat(FramePoolDescriptor.bufferLength(FrameFormat.MAX_LENGTH)).isEqualTo((1 << 30) + 4096);
    }

    @Test
    void shouldPackTheNewestFrameIntoOneWord() {
        long latest = FramePoolDescriptor.latest(1L << 40, FramePoolDescriptor.MAX_SLOTS + 1);
        assertThat(FramePoolDescriptor.number(latest)).isEqualTo(1L << 40);
        assertThat(FramePoolDescriptor.buffer(latest)).isEqualTo(65_535);
    }

    @Test
    void shouldHaveAReadableMagic() {
        byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(FramePoolDescriptor.MAGIC).array();
        assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("SHMFRAME");
    }
}
