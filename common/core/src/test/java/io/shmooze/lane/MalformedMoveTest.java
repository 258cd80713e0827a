// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static io.shmooze.lane.FrameDescriptor.BEGIN;
import static io.shmooze.lane.FrameDescriptor.BULK;
import static io.shmooze.lane.FrameDescriptor.END;
import static io.shmooze.lane.FrameDescriptor.MOVED;
import static io.shmooze.lane.FrameDescriptor.PADDING;
import static io.shmooze.lane.FrameDescriptor.PUBLISHED;
import static io.shmooze.lane.FrameDescriptor.REDELIVERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.ProtocolException;
import io.shmooze.lane.LaneReader.Poll;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader follows to the wide lane once, if there is one, and checks each header there too. */
class MalformedMoveTest {
    private static final int CAPACITY = 320;
    private static final int BULK_CAPACITY = 4096;
    private static final int WIDE = 8192;
    private static final int WHOLE = BEGIN | END;

    private final LaneRig rig = new LaneRig(CAPACITY, BULK_CAPACITY, WIDE);

    @AfterEach
    void unmap() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 152, 312, 320})
    void shouldFollowFromAnywhere(int position) {
        rig.moveTo(position);
        move(position);
        assertThat(rig.acknowledged()).isEqualTo(position + 8);
        assertThat(rig.reader.position()).isEqualTo(position + 8);
        assertThat(rig.reader.frames()).isEqualTo(position / 8 + 1);
        putWide(position + 8, header(24, WHOLE, 1, position / 8 + 1));
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().offset()).isEqualTo(BULK_CAPACITY + position + 16);
    }

    @Test
    void shouldReadNoMoreFromTheFirstLane() {
        move(0);
        put(rig, 8, header(24, WHOLE, 1, 1));
        assertThat(rig.reader.available()).isFalse();
        assertThat(rig.reader.poll()).isEqualTo(Poll.EMPTY);
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void shouldRefuseAFlaw(long header) {
        assertRefused(rig, 0, header);
        move(0);
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void shouldRefuseTheSameAfterAFrame(long header) {
        rig.moveTo(8);
        assertRefused(rig, 8, header ^ 1L << 48);
        move(8);
    }

    static Stream<Long> flaws() {
        return Stream.of(
                header(0, MOVED, 0, 0) & ~((long) PUBLISHED << 32),
                header(1, MOVED, 0, 0), header(8, MOVED, 0, 0), header(16, MOVED, 0, 0),
                header(CAPACITY - 8, MOVED, 0, 0), header(CAPACITY - 16, MOVED, 0, 0),
                header(0, MOVED, 0, 0) | 0x8000_0000L, header(0, MOVED, 0, 0) | 0xFFFF_FFF8L,
                header(0, MOVED | BEGIN, 0, 0), header(0, MOVED | END, 0, 0), header(0, MOVED | WHOLE, 0, 0),
                header(0, MOVED | REDELIVERED, 0, 0), header(0, MOVED | BULK, 0, 0), header(16, MOVED | BULK, 0, 0),
                header(16, MOVED | BULK | WHOLE, 0, 0), header(0, MOVED | PADDING, 0, 0),
                header(CAPACITY - 8, MOVED | PADDING, 0, 0), header(CAPACITY - 16, MOVED | PADDING, 0, 0),
                header(0, MOVED | 0x80, 0, 0), header(0, 0xFF, 0, 0),
                header(0, MOVED, 1, 0), header(0, MOVED, 2, 0), header(0, MOVED, 3, 0), header(0, MOVED, 0xFF, 0),
                header(0, MOVED, 0, 2), header(0, MOVED, 0, 0xFFFF), header(0, MOVED, 0, 0x8000));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4096, 0"})
    void shouldRefuseItWithoutAWideLane(int bulk, int wide) {
        try (LaneRig without = new LaneRig(CAPACITY, bulk, wide)) {
            assertRefused(without, 0, header(0, MOVED, 0, 0));
        }
    }

    @Test
    void shouldRefuseASecondOne() {
        move(0);
        assertRefusedThere(8, header(0, MOVED, 0, 1));
        putWide(8, header(24, WHOLE, 1, 1));
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        rig.reader.release();
        assertRefusedThere(40, header(0, MOVED, 0, 2));
        putWide(40, header(WIDE - 48, PADDING, 0, 2));
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        assertRefusedThere(0, header(0, MOVED, 0, 3));
    }

    @Test
    void shouldCheckHeadersThere() {
        move(0);
        assertRefusedThere(8, header(24, WHOLE, 1, 0));
        assertRefusedThere(8, header(24, WHOLE, 1, 2));
        assertRefusedThere(8, header(24, WHOLE, 3, 1));
        assertRefusedThere(8, header(24, END, 1, 1));
        assertRefusedThere(8, header(24, WHOLE | 0x80, 1, 1));
        assertRefusedThere(8, header(WIDE - 15, WHOLE, 1, 1));
        assertRefusedThere(8, header(CAPACITY - 16, PADDING, 0, 1));
        putWide(8, header(WIDE - 16, WHOLE, 1, 1));
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().copy()).hasSize(WIDE - 16);
    }

    @Test
    void shouldKeepAMessageApartThatIsContinuedThere() {
        put(rig, 0, header(8, BEGIN | REDELIVERED, 1, 0));
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        put(rig, 16, header(0, MOVED, 0, 1));
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        assertRefusedThere(24, header(8, END, 1, 2));
        assertRefusedThere(24, header(8, END | REDELIVERED, 0, 2));
        putWide(24, header(8, END | REDELIVERED, 1, 2));
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().length()).isEqualTo(16);
        assertThat(rig.reader.payload().redelivered()).isTrue();
    }

    private void move(int position) {
        put(rig, position % CAPACITY, header(0, MOVED, 0, position / 8));
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        assertThat(rig.reader.capacity()).isEqualTo(WIDE);
    }

    private static void assertRefused(LaneRig rig, int offset, long header) {
        put(rig, offset, header);
        assertRefused(rig, header, LaneRig.BASE + offset);
    }

    private void assertRefusedThere(int offset, long header) {
        putWide(offset, header);
        assertRefused(rig, header, BULK_CAPACITY + offset);
    }

    private static void assertRefused(LaneRig rig, long header, int named) {
        long before = rig.acknowledged();
        assertThatThrownBy(rig.reader::poll).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("offset " + named + " is")
                .hasMessageContaining(String.format("0x%016x", header));
        assertThat(rig.acknowledged()).isEqualTo(before);
    }

    private static void put(LaneRig rig, int offset, long header) {
        rig.segment.putLongRelease(LaneRig.BASE + offset, header);
    }

    private void putWide(int offset, long header) {
        rig.bulk.memory().putLongRelease(BULK_CAPACITY + offset, header);
    }

    private static long header(int length, int flags, int kind, int number) {
        return FrameDescriptor.header(length, flags, kind, number);
    }
}
