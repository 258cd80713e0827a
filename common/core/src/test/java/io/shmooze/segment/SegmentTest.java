// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.testing.TestSegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentTest {
    private static final int LENGTH = 1024;

    private final Segment segment = TestSegment.zeroed(LENGTH);

    @AfterEach
    void unmap() {
        segment.unmap();
    }

    @Test
    void shouldStoreLittleEndianWords() {
        segment.putIntRelease(4, 0x01020304);
        segment.putLongRelease(8, 0x05060708090A0B0CL);
        segment.putLong(16, -1);

        byte[] bytes = new byte[24];
        segment.get(0, bytes, 0, bytes.length);
        assertThat(bytes).startsWith(0, 0, 0, 0, 4, 3, 2, 1, 12, 11, 10, 9, 8, 7, 6, 5);
        assertThat(segment.getIntAcquire(4)).isEqualTo(0x01020304);
        assertThat(segment.getLongAcquire(8)).isEqualTo(0x05060708090A0B0CL);
        assertThat(segment.getLongAcquire(16)).isEqualTo(-1);
    }

    @Test
    void shouldCopyInWithoutMovingTheSource() {
        ByteBuffer source = ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5}).position(2);
        segment.put(100, source, 1, 3);

        byte[] target = {9, 9, 9, 9, 9};
        segment.get(100, target, 1, 3);
        assertThat(target).containsExactly(9, 2, 3, 4, 9);
        assertThat(source.position()).isEqualTo(2);
    }

    @Test
    void shouldShowAReadOnlyLittleEndianView() {
        segment.putIntRelease(200, 0x01020304);
        ByteBuffer view = segment.view(200, 4);

        assertThat(view.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(view.getInt(0)).isEqualTo(0x01020304);
        assertThat(view.remaining()).isEqualTo(4);
        assertThatThrownBy(() -> view.put(0, (byte) 0)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {LENGTH, LENGTH - 1, LENGTH + 8, Integer.MAX_VALUE - 7, -8, Integer.MIN_VALUE})
    void shouldRefuseToReachPastTheEnd(int offset) {
        assertRefused(() -> segment.getIntAcquire(offset));
        assertRefused(() -> segment.getLongAcquire(offset));
        assertRefused(() -> segment.putIntRelease(offset, 1));
        assertRefused(() -> segment.putLongRelease(offset, 1));
        assertRefused(() -> segment.putLong(offset, 1));
        assertRefused(() -> segment.put(offset, ByteBuffer.allocate(8), 0, 8));
        assertRefused(() -> segment.get(offset, new byte[8], 0, 8));
        assertRefused(() -> segment.view(offset, 8));
    }

    @Test
    void shouldRefuseToCopyPartlyPastTheEnd() {
        assertRefused(() -> segment.get(LENGTH - 8, new byte[16], 0, 9));
        assertRefused(() -> segment.put(LENGTH - 8, ByteBuffer.allocate(16), 0, 9));
        assertRefused(() -> segment.view(LENGTH - 8, 9));
        assertRefused(() -> segment.get(0, new byte[16], 0, -1));
    }

    @Test
    void shouldThrowAfterUnmapping() {
        segment.unmap();

        List<ThrowingCallable> accesses = List.of(() -> segment.getIntAcquire(0), () -> segment.getLongAcquire(0),
                () -> segment.putIntRelease(0, 1), () -> segment.putLongRelease(0, 1), () -> segment.putLong(0, 1),
                () -> segment.put(0, ByteBuffer.allocate(1), 0, 1), () -> segment.get(0, new byte[1], 0, 1),
                () -> segment.view(0, 1));
        accesses.forEach(SegmentTest::assertRefused);
        assertThat(segment.memory().capacity()).isZero();
    }

    @Test
    void shouldUnmapTwiceWithoutHarm() {
        segment.unmap();
        segment.unmap();
    }

    @Test
    void shouldNotPullTheMemoryAwayFromUnderAView() {
        segment.putIntRelease(0, 42);
        ByteBuffer view = segment.view(0, 4);
        segment.unmap();

        // Before JDK 22 the memory stays mapped as long as the view exists; later JDKs make the view throw.
        try {
            assertThat(view.getInt(0)).isEqualTo(42);
        } catch (IllegalStateException e) {
            assertThat(Runtime.version().feature()).isGreaterThanOrEqualTo(22);
        }
    }

    private static void assertRefused(ThrowingCallable access) {
        assertThatThrownBy(access).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
