// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.ProtocolException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer rejects impossible acknowledged positions. */
class ForgedPositionTest {
    private static final int PAYLOAD = 140;

    private final LaneRig rig = new LaneRig(320);

    /** Two frames of 152 bytes and padding written, the first frame acknowledged, and the lane full. */
    @BeforeEach
    void fill() {
        rig.write(PAYLOAD, 0);
        rig.readAll();
        rig.write(PAYLOAD, 0);
        assertThat(rig.writer.acknowledged()).isEqualTo(152);
        assertThat(rig.write(PAYLOAD, 0)).isEqualTo(LaneWriter.NO_ROOM);
        assertThat(rig.writer.position()).isEqualTo(320);
    }

    @AfterEach
    void unmap() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 144, 153, 156, 319, 328, 1L << 32, 1L << 63, -8, -1, Long.MAX_VALUE})
    void shouldRefuseAnImpossiblePosition(long forged) {
        forge(forged);
        assertThatThrownBy(rig.writer::acknowledged).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("offset " + LaneRig.ACKNOWLEDGED + " is " + forged);
        assertThatThrownBy(rig.writer::hasRoom).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> rig.writer.fits(PAYLOAD)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> rig.write(PAYLOAD, 0)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void shouldWriteNothingOnAForgedPosition() {
        forge(320 + 8);
        byte[] before = lane();
        assertThatThrownBy(() -> rig.write(PAYLOAD, 0)).isInstanceOf(ProtocolException.class);
        assertThat(lane()).isEqualTo(before);
    }

    @Test
    void shouldCountUnacknowledgedMessagesFromTheLastPossiblePosition() {
        forge(-8);
        assertThat(rig.writer.unacknowledged()).hasSize(1);
    }

    @Test
    void shouldGoOnWithAPossiblePosition() {
        forge(320);
        assertThat(rig.writer.acknowledged()).isEqualTo(320);
        assertThat(rig.writer.hasRoom()).isTrue();
        assertThat(rig.write(PAYLOAD, 0)).isEqualTo(PAYLOAD);
    }

    private byte[] lane() {
        byte[] bytes = new byte[rig.capacity];
        rig.segment.get(LaneRig.BASE, bytes, 0, bytes.length);
        return bytes;
    }

    private void forge(long position) {
        rig.segment.putLongRelease(LaneRig.ACKNOWLEDGED, position);
    }
}
