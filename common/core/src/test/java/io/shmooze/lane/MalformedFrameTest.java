// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static io.shmooze.lane.FrameDescriptor.BEGIN;
import static io.shmooze.lane.FrameDescriptor.END;
import static io.shmooze.lane.FrameDescriptor.PADDING;
import static io.shmooze.lane.FrameDescriptor.PUBLISHED;
import static io.shmooze.lane.FrameDescriptor.REDELIVERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.ProtocolException;
import io.shmooze.lane.LaneReader.Poll;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader checks every header: it names an impossible one with its offset and value, and delivers nothing. */
class MalformedFrameTest {
    private static final int CAPACITY = 320;
    private static final int LIMIT = 200;
    private static final int WHOLE = BEGIN | END;
    private static final int TAIL = CAPACITY - 8;

    private final LaneRig rig = new LaneRig(CAPACITY);

    MalformedFrameTest() {
        rig.renew(LIMIT);
    }

    @AfterEach
    void unmap() {
        rig.close();
    }

    @Test
    void shouldAcceptTheSameFrameWithoutAFault() {
        put(0, FrameDescriptor.header(24, WHOLE, 1, 0));
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().length()).isEqualTo(24);
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void shouldRefuseAFlaw(long header) {
        assertRefused(0, header);
    }

    static Stream<Long> flaws() {
        return Stream.of(
                header(24, WHOLE, 0, 0) & ~((long) PUBLISHED << 32),
                1L,
                header(24, WHOLE | 0x20, 0, 0), header(24, WHOLE | 0x40, 0, 0), header(24, WHOLE | 0x80, 0, 0),
                header(24, WHOLE, 3, 0), header(24, WHOLE, 0x80, 0), header(24, WHOLE, 0xFF, 0),
                header(24, WHOLE, 0, 1), header(24, WHOLE, 0, 0x8000), header(24, WHOLE, 0, 0xFFFF),
                header(TAIL + 1, WHOLE, 0, 0), header(Integer.MAX_VALUE, WHOLE, 0, 0),
                header(0, WHOLE, 0, 0) | 0x8000_0000L, header(0, WHOLE, 0, 0) | 0xFFFF_FFFFL,
                header(0, WHOLE, 0, 0) | 0xFFFF_FFF8L,
                header(LIMIT + 1, WHOLE, 0, 0), header(LIMIT + 1, BEGIN, 0, 0),
                header(TAIL - 8, PADDING, 0, 0), header(TAIL - 1, PADDING, 0, 0), header(TAIL + 8, PADDING, 0, 0),
                header(0, PADDING, 0, 0),
                header(TAIL, PADDING | BEGIN, 0, 0), header(TAIL, PADDING | END, 0, 0),
                header(TAIL, PADDING | WHOLE, 0, 0), header(TAIL, PADDING | REDELIVERED, 0, 0),
                header(TAIL, PADDING, 1, 0), header(TAIL, PADDING, 2, 0),
                header(24, 0, 0, 0), header(24, END, 0, 0),
                -1L, Long.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 152, 304, 312})
    void shouldCheckTheLengthAgainstTheEndOfTheLane(int offset) {
        rig.moveTo(offset);
        int tail = CAPACITY - offset - 8;
        assertRefused(offset, header(tail + 1, WHOLE, 0, offset / 8));
        put(offset, header(Math.min(tail, LIMIT), WHOLE, 0, offset / 8));
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
    }

    @Test
    void shouldRefuseEveryOtherFrameNumberAfterTheFirst() {
        rig.moveTo(24);
        IntStream.of(0, 2, 4, 0x103, 0x8003).forEach(number -> assertRefused(24, header(8, WHOLE, 0, number)));
    }

    @Test
    void shouldRefuseFragmentsThatPassTheLimitTogether() {
        put(0, header(LIMIT - 88, BEGIN, 0, 0));
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        assertRefused(120, header(89, END, 0, 1));
        put(120, header(88, END, 0, 1));
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().length()).isEqualTo(LIMIT);
    }

    @Test
    void shouldRefuseAContinuationOfWhatIsComplete() {
        put(0, header(8, BEGIN, 0, 0));
        put(16, header(8, END, 0, 1));
        put(32, header(8, END, 0, 2));
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        rig.reader.release();
        assertRefused(32, header(8, END, 0, 2));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1, 0", "1, 0, 0, 0", "0, 0, 2, 0", "2, 0, 1, 0", "0, 0, 0, 16", "1, 16, 1, 0", "0, 16, 1, 0"})
    void shouldRefuseAContinuationOfAnotherKind(int kind, int redelivered, int otherKind, int otherRedelivered) {
        put(0, header(8, BEGIN | redelivered, kind, 0));
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        assertRefused(16, header(8, otherRedelivered, otherKind, 1));
        assertRefused(16, header(8, END | otherRedelivered, otherKind, 1));
        put(16, header(8, redelivered, kind, 1));
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        assertRefused(32, header(8, END | otherRedelivered, otherKind, 2));
        put(32, header(8, END | redelivered, kind, 2));
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().kind().ordinal()).isEqualTo(kind);
        assertThat(rig.reader.payload().redelivered()).isEqualTo(redelivered != 0);
    }

    @Test
    void shouldAcceptAnotherKindAfterAMessageThatWasGivenUpAndPaddingInBetween() {
        put(0, header(8, BEGIN, 0, 0));
        put(16, header(8, BEGIN | REDELIVERED, 1, 1));
        put(32, header(CAPACITY - 40, PADDING, 0, 2));
        for (int i = 0; i < 3; i++) {
            assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        }
        put(0, header(8, END | REDELIVERED, 1, 3));
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().length()).isEqualTo(16);
    }

    @Test
    void shouldRefuseAContinuationOfAWholeFrame() {
        put(0, header(8, WHOLE, 0, 0));
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        rig.reader.release();
        assertRefused(16, header(8, 0, 0, 1));
    }

    @Test
    void shouldUseTheCheckedCopyWhateverThePeerWritesLater() {
        put(0, header(24, WHOLE, 1, 0));
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        put(0, header(Integer.MAX_VALUE, 0, 0, 77));
        assertThat(rig.reader.payload().length()).isEqualTo(24);
        assertThat(rig.reader.payload().copy()).hasSize(24);
        rig.reader.release();
        assertThat(rig.acknowledged()).isEqualTo(32);
    }

    private void assertRefused(int offset, long header) {
        put(offset, header);
        long before = rig.acknowledged();
        assertThatThrownBy(rig.reader::poll).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("offset " + (LaneRig.BASE + offset) + " is")
                .hasMessageContaining(String.format("0x%016x", header));
        assertThat(rig.acknowledged()).isEqualTo(before);
    }

    private void put(int offset, long header) {
        rig.segment.putLongRelease(LaneRig.BASE + offset, header);
    }

    private static long header(int length, int flags, int kind, int number) {
        return FrameDescriptor.header(length, flags, kind, number);
    }
}
