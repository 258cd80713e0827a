// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameDescriptorTest {
    @Test
    void shouldPackTheFieldsWhereTheProtocolHasThem() {
        assertThat(FrameDescriptor.header(5, FrameDescriptor.BEGIN | FrameDescriptor.END, 1, 0x1234))
                .isEqualTo(0x1234_01_07_00000005L);
        assertThat(FrameDescriptor.header(0, 0, 0, 0)).isEqualTo(0x0000_00_01_00000000L);
    }

    @Test
    void shouldNumberFlagsAndKindsAsTheProtocolDoes() {
        assertThat(FrameDescriptor.PUBLISHED).isEqualTo(1);
        assertThat(FrameDescriptor.BEGIN).isEqualTo(2);
        assertThat(FrameDescriptor.END).isEqualTo(4);
        assertThat(FrameDescriptor.PADDING).isEqualTo(8);
        assertThat(FrameDescriptor.REDELIVERED).isEqualTo(16);
        assertThat(MessageKind.TEXT.ordinal()).isZero();
        assertThat(MessageKind.BINARY.ordinal()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "1, 30, 1, 1", "2147483647, 31, 255, 65535", "65528, 7, 1, 32768"})
    void shouldUnpackWhatItPacked(int length, int flags, int kind, int number) {
        long header = FrameDescriptor.header(length, flags, kind, number);
        assertThat(FrameDescriptor.length(header)).isEqualTo(length);
        assertThat(FrameDescriptor.flags(header)).isEqualTo(flags | FrameDescriptor.PUBLISHED);
        assertThat(FrameDescriptor.kind(header)).isEqualTo(kind);
        assertThat(FrameDescriptor.number(header)).isEqualTo(number);
    }

    @Test
    void shouldCountFramesModulo65536() {
        assertThat(FrameDescriptor.number(FrameDescriptor.header(0, 0, 0, 65_536))).isZero();
        assertThat(FrameDescriptor.number(FrameDescriptor.header(0, 0, 0, -1))).isEqualTo(65_535);
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "1, 16", "7, 16", "8, 16", "9, 24", "144, 152", "145, 160"})
    void shouldPadFramesToEightBytes(int payload, int frame) {
        assertThat(FrameDescriptor.frameLength(payload)).isEqualTo(frame);
    }

    @ParameterizedTest
    @CsvSource({"320, 152", "384, 184", "4096, 2040", "131072, 65528", "131088, 65536", "536870720, 65536"})
    void shouldLetTwoFramesAndAHeaderFitTheLane(int capacity, int maxFrame) {
        assertThat(FrameDescriptor.maxFrameLength(capacity)).isEqualTo(maxFrame);
        assertThat(2 * maxFrame + FrameDescriptor.HEADER_LENGTH).isLessThanOrEqualTo(capacity);
    }
}
