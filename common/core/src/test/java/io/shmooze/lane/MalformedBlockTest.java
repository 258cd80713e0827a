// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static io.shmooze.lane.FrameDescriptor.BEGIN;
import static io.shmooze.lane.FrameDescriptor.BULK;
import static io.shmooze.lane.FrameDescriptor.END;
import static io.shmooze.lane.FrameDescriptor.PADDING;
import static io.shmooze.lane.FrameDescriptor.PUBLISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.ProtocolException;
import io.shmooze.lane.LaneReader.Poll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader believes no BULK frame: only the next block, in the area, is read. */
class MalformedBlockTest {
    private static final int CAPACITY = 320;
    private static final int BULK_CAPACITY = 4096;
    private static final int HALF = BULK_CAPACITY / 2;
    private static final int WHOLE = BEGIN | END | BULK;

    private final LaneRig rig = new LaneRig(CAPACITY, BULK_CAPACITY);
    private int number;
    private int at;

    @AfterEach
    void unmap() {
        rig.close();
    }

    @Test
    void shouldReadBlocksInPlaceAndSkipTheEndThatIsTooShort() {
        rig.bulk.memory().putLong(0, 77);
        accept(0, 1000, 0);
        assertThat(rig.reader.payload().view().getLong(0)).isEqualTo(77);
        accept(1024, HALF, 1024);
        accept(3072, 960, 3072);
        accept(4096, 65, 0);
        accept(4096 + 128, HALF, 128);
        accept(4096 + 128 + HALF, HALF - 192, 128 + HALF);
        accept(8192, HALF, 0);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, -1", "0, 2049", "0, 4096", "0, 4294967297", "0, 9223372036854775807",
        "0, -9223372036854775808", "64, 10", "-64, 10", "1, 10", "4096, 10", "8192, 10", "9223372036854775807, 10",
        "-9223372036854775808, 10", "-1, 2048"})
    void shouldRefuseAnythingButTheNextBlock(long position, long length) {
        assertRefused(header(16, WHOLE, 0), position, length);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10", "1000, 10", "960, 10", "1088, 10", "1024, 0", "1024, 3073", "4096, 2049", "5120, 10", "8192, 10"})
    void shouldRefuseItAfterAnotherOneToo(long position, long length) {
        accept(0, 1000, 0);
        assertRefused(header(16, WHOLE, 1), position, length);
        accept(1024, 10, 1024);
    }

    @Test
    void shouldAcceptARestart() {
        accept(0, 1000, 0);
        accept(4096, 10, 0);
        accept(4096 + 64, HALF, 64);
        accept(8192, HALF, 0);
        accept(8192 + HALF, HALF, HALF);
        accept(12288, HALF, 0);
    }

    @Test
    void shouldRefuseToSkipLessOrMoreThanTheEnd() {
        accept(0, HALF, 0);
        accept(2048, 2048 - 64, 2048);
        assertRefused(header(16, WHOLE, 2), 4032, 65);
        assertRefused(header(16, WHOLE, 2), 4160, 64);
        assertRefused(header(16, WHOLE, 2), 8192, 65);
        accept(4096, 65, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 15, 17, 24, 304, -1, Integer.MIN_VALUE})
    void shouldRefuseAFrameOfAnotherLength(int length) {
        assertRefused(header(length, WHOLE, 0), 0, 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {BULK | PADDING, WHOLE | PADDING, WHOLE | 64, WHOLE | 128, BULK, BULK | END})
    void shouldRefuseOtherFlags(int flags) {
        assertRefused(header(16, flags, 0), 0, 10);
    }

    @Test
    void shouldRefuseAFrameThatIsNotPublished() {
        assertRefused(header(16, WHOLE, 0) & ~((long) PUBLISHED << 32), 0, 10);
    }

    @Test
    void shouldRefuseABlockWhereThereIsNoArea() {
        try (LaneRig without = new LaneRig(CAPACITY)) {
            without.segment.putLong(LaneRig.BASE + 16, 10);
            without.segment.putLongRelease(LaneRig.BASE, header(16, WHOLE, 0));
            assertThatThrownBy(without.reader::poll).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void shouldRefuseWhatIsLongerThanItsLimit() {
        rig.renew(100);
        assertRefused(header(16, WHOLE, 0), 0, 101);
        put(header(16, BEGIN | BULK, 0), 0, 60);
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        at += 24;
        assertRefused(header(16, END | BULK, 1), 64, 41);
    }

    @Test
    void shouldPutBlocksAndFramesTogether() {
        put(header(16, BEGIN | BULK, 0), 0, 60);
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        at += 24;
        rig.segment.putLongRelease(LaneRig.BASE + at, header(8, 0, 1));
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        at += 16;
        put(header(16, END | BULK, 2), 64, 40);
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().length()).isEqualTo(108);
    }

    @Test
    void shouldUseTheCheckedCopiesWhateverThePeerWritesLater() {
        put(header(16, WHOLE, 0), 0, 10);
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        put(header(16, PADDING, 77), 1 << 30, Integer.MAX_VALUE);
        assertThat(rig.reader.payload().length()).isEqualTo(10);
        assertThat(rig.reader.payload().copy()).hasSize(10);
        rig.reader.release();
        assertThat(rig.acknowledged()).isEqualTo(24);
    }

    private void accept(long position, long length, int offset) {
        put(header(16, WHOLE, number), position, length);
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().length()).isEqualTo((int) length);
        assertThat(rig.reader.payload().offset()).isEqualTo(offset);
        assertThat(rig.reader.payload().memory()).isSameAs(rig.bulk.memory().memory());
        rig.reader.release();
        number++;
        at += 24;
    }

    private void assertRefused(long header, long position, long length) {
        put(header, position, length);
        long before = rig.acknowledged();
        assertThatThrownBy(rig.reader::poll).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("offset " + (LaneRig.BASE + at) + " is")
                .hasMessageContaining(String.format("0x%016x", header));
        assertThat(rig.acknowledged()).isEqualTo(before);
    }

    private void put(long header, long position, long length) {
        rig.segment.putLong(LaneRig.BASE + at + 8, position);
        rig.segment.putLong(LaneRig.BASE + at + 16, length);
        rig.segment.putLongRelease(LaneRig.BASE + at, header);
    }

    private static long header(int length, int flags, int number) {
        return FrameDescriptor.header(0, flags, 1, number) | length & 0xFFFF_FFFFL;
    }
}
