// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.segment.Segment;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FragmentAssemblerTest {
    private static final int PART = 1024 * 1024;

    private final Segment from = Segment.over(ByteBuffer.allocateDirect(PART));
    private final FragmentAssembler assembler = new FragmentAssembler(16 * PART);

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "3, false", "9, false"})
    void shouldKeepNoMoreMemoryThanMostMessagesNeed(int parts, boolean kept) {
        assembler.begin();
        for (int i = 0; i < parts; i++) {
            assertThat(assembler.append(from, 0, PART)).isTrue();
        }
        byte[] message = assembler.bytes();
        assertThat(assembler.length()).isEqualTo(parts * PART);
        assembler.clear();
        assertThat(assembler.bytes() == message).isEqualTo(kept);
    }

    @Test
    void shouldRefuseMoreThanTheLimit() {
        assembler.begin();
        for (int i = 0; i < 16; i++) {
            assertThat(assembler.append(from, 0, PART)).isTrue();
        }
        assertThat(assembler.append(from, 0, 1)).isFalse();
    }
}
