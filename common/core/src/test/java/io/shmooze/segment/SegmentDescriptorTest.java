// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentDescriptorTest {
    private static final int CAPACITY = SegmentDescriptor.laneCapacity(1024);

    @Test
    void shouldKeepTheHeaderWhereTheProtocolHasIt() {
        assertThat(SegmentDescriptor.VERSION).isEqualTo(1);
        assertThat(SegmentDescriptor.VERSION_OFFSET).isZero();
        assertThat(SegmentDescriptor.LENGTH_OFFSET).isEqualTo(4);
        assertThat(SegmentDescriptor.MAGIC_OFFSET).isEqualTo(8);
        assertThat(SegmentDescriptor.SESSION_ID_OFFSET).isEqualTo(16);
        assertThat(SegmentDescriptor.SERVER_PID_OFFSET).isEqualTo(24);
        assertThat(SegmentDescriptor.CLIENT_PID_OFFSET).isEqualTo(32);
        assertThat(SegmentDescriptor.LANE_CAPACITY_OFFSET).isEqualTo(40);
    }

    @Test
    void shouldSpellTheMagic() {
        byte[] bytes = "SHMOOZE\0".getBytes(StandardCharsets.US_ASCII);
        assertThat(SegmentDescriptor.MAGIC)
                .isEqualTo(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }

    @Test
    void shouldKeepTheLinesWhereTheProtocolHasThem() {
        assertThat(SegmentDescriptor.SERVER_LINE_OFFSET).isEqualTo(128);
        assertThat(SegmentDescriptor.CLIENT_LINE_OFFSET).isEqualTo(256);
        assertThat(SegmentDescriptor.LINE_LENGTH).isEqualTo(128);
        assertThat(SegmentDescriptor.ACKNOWLEDGED_OFFSET).isZero();
        assertThat(SegmentDescriptor.STATE_OFFSET).isEqualTo(64);
        assertThat(SegmentDescriptor.ARRIVALS_EPOCH_OFFSET).isEqualTo(68);
        assertThat(SegmentDescriptor.ROOM_EPOCH_OFFSET).isEqualTo(72);
        assertThat(SegmentDescriptor.AWAITED_POSITION_OFFSET).isEqualTo(80);
        assertThat(SegmentDescriptor.SLEEPS_OFFSET).isEqualTo(88);
        assertThat(SegmentDescriptor.BELLS_OFFSET).isEqualTo(96);
    }

    @Test
    void shouldNumberTheStatesAsTheProtocolDoes() {
        assertThat(SegmentDescriptor.STATE_NEW).isZero();
        assertThat(SegmentDescriptor.STATE_OPEN).isEqualTo(1);
        assertThat(SegmentDescriptor.STATE_CLOSED).isEqualTo(2);
    }

    @Test
    void shouldFillOneKilobyteExactly() {
        assertThat(SegmentDescriptor.laneToClientOffset()).isEqualTo(384);
        assertThat(CAPACITY).isEqualTo(320);
        assertThat(SegmentDescriptor.laneToServerOffset(CAPACITY)).isEqualTo(704);
        assertThat(SegmentDescriptor.laneToServerOffset(CAPACITY) + CAPACITY).isEqualTo(1024);
        assertThat(SegmentDescriptor.MIN_LENGTH).isEqualTo(1024);
        assertThat(SegmentDescriptor.MAX_LENGTH).isEqualTo(1_073_741_824);
    }

    @ParameterizedTest
    @CsvSource({"1024, 320", "1025, 320", "1151, 320", "1152, 384", "1153, 384", "4095, 1792", "4096, 1856",
        "65536, 32576", "65537, 32576", "1048576, 524096", "1073741696, 536870656", "1073741823, 536870656",
        "1073741824, 536870720"})
    void shouldShareTheRestBetweenTwoAlignedLanes(int length, int capacity) {
        assertThat(SegmentDescriptor.laneCapacity(length)).isEqualTo(capacity);
        assertThat(capacity % SegmentDescriptor.LANE_ALIGNMENT).isZero();
        int end = SegmentDescriptor.laneToServerOffset(capacity) + capacity;
        assertThat(length - end).isBetween(0, 2 * SegmentDescriptor.LANE_ALIGNMENT - 1);
    }

    @Test
    void shouldGiveEachSideItsOwnLineAndLane() {
        assertThat(Side.SERVER.ownLineOffset()).isEqualTo(128);
        assertThat(Side.CLIENT.ownLineOffset()).isEqualTo(256);
        assertThat(Side.SERVER.outLaneOffset(CAPACITY)).isEqualTo(384);
        assertThat(Side.CLIENT.outLaneOffset(CAPACITY)).isEqualTo(704);
        assertThat(Side.SERVER.other()).isEqualTo(Side.CLIENT);
        assertThat(Side.CLIENT.other()).isEqualTo(Side.SERVER);
    }
}
