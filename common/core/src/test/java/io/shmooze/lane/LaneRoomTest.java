// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the smallest lane exhaustively: every offset, and every length up to three lanes. */
class LaneRoomTest {
    private static final int CAPACITY = 320;
    private static final int LONGEST = 3 * CAPACITY;

    private final LaneRig rig = new LaneRig(CAPACITY);
    private final ByteBuffer payload = ByteBuffer.allocate(LONGEST);

    @AfterEach
    void unmap() {
        rig.close();
    }

    @Test
    void shouldForetellWhatAnEmptyLaneHolds() {
        for (int offset = 0; offset < CAPACITY; offset += 8) {
            for (int length = 0; length <= LONGEST; length++) {
                at(offset);
                boolean canHold = rig.writer.canHold(length);
                boolean fits = rig.writer.fits(length);
                boolean written = rig.writeAll(payload.limit(length));
                assertThat(canHold).as("offset %d, length %d", offset, length).isEqualTo(written);
                assertThat(fits).as("offset %d, length %d", offset, length).isEqualTo(written);
            }
        }
    }

    @Test
    void shouldPassEveryLengthFromEveryOffsetWhileTheReaderReads() {
        for (int offset = 0; offset < CAPACITY; offset += 8) {
            for (int length = 0; length <= LONGEST; length++) {
                at(offset);
                pass(length);
            }
        }
    }

    @Test
    void shouldHoldTwoOfTheLongestFramesFromTheStart() {
        int longest = FrameDescriptor.maxFrameLength(CAPACITY) - FrameDescriptor.HEADER_LENGTH;
        assertThat(rig.writer.isFragmented(longest)).isFalse();
        assertThat(rig.writer.isFragmented(longest + 1)).isTrue();
        assertThat(rig.writeAll(payload.limit(longest))).isTrue();
        assertThat(rig.writeAll(payload.limit(longest))).isTrue();
        assertThat(rig.write(1, 0)).isEqualTo(LaneWriter.NO_ROOM);
        assertThat(rig.readAll()).isEqualTo(2);
    }

    @Test
    void shouldWrapTheFrameNumberAndGoOn() {
        for (int i = 0; i < 3 * 65_536; i++) {
            assertThat(rig.write(0, 0)).isZero();
            assertThat(rig.reader.poll()).isEqualTo(LaneReader.Poll.MESSAGE);
            rig.reader.release();
        }
        assertThat(rig.acknowledged()).isEqualTo(3 * 65_536 * 8);
    }

    private void pass(int length) {
        int written = 0;
        int turns = 0;
        do {
            int more = rig.writer.write(MessageKind.TEXT, payload.limit(length), written, false);
            if (more == LaneWriter.NO_ROOM) {
                assertThat(rig.writer.hasPlentyOfRoom()).isFalse();
                readTo(rig.writer.awaitedPosition());
                assertThat(rig.writer.hasRoom()).as("length %d after %d bytes", length, written).isTrue();
                assertThat(rig.readAll()).isZero();
                assertThat(rig.writer.hasPlentyOfRoom()).as("length %d after %d bytes", length, written).isTrue();
            } else {
                written += more;
            }
            assertThat(++turns).as("turns for length %d", length).isLessThan(100);
        } while (written < length);
        assertThat(rig.readAll()).isEqualTo(1);
    }

    /** Fails if the writer waits for more than there is. */
    private void readTo(long position) {
        while (rig.acknowledged() < position) {
            assertThat(rig.reader.poll()).isEqualTo(LaneReader.Poll.PARTIAL);
        }
    }

    private void at(int offset) {
        rig.renew(LaneRig.LIMIT);
        rig.moveTo(offset);
    }
}
