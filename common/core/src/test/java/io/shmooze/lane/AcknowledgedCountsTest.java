// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.segment.SegmentDescriptor;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reader shows to tools how much it has acknowledged. */
class AcknowledgedCountsTest {
    @ParameterizedTest
    @CsvSource({"320, 0, 0", "320, 4096, 0", "320, 4096, 4096", "4096, 0, 0"})
    void shouldCountEachMessageOnceHoweverItTravels(int capacity, int bulk, int wide) {
        try (LaneRig rig = new LaneRig(capacity, bulk, wide)) {
            rig.reader.showCounts();
            long messages = 0;
            long bytes = 0;
            for (int length : new int[] {0, 5, 144, 150, 1000, 2048, 3000, 1}) {
                messages++;
                bytes += length;
                ByteBuffer payload = ByteBuffer.allocate(length);
                int written = 0;
                do {
                    int more = rig.writer.write(MessageKind.BINARY, payload, written, false);
                    written += Math.max(0, more);
                    rig.readAll();
                } while (written < length);
                assertThat(word(rig, SegmentDescriptor.MESSAGES_OFFSET)).as("after %d bytes", length)
                        .isEqualTo(messages);
                assertThat(word(rig, SegmentDescriptor.BYTES_OFFSET)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void shouldNotCountAMessageBeforeItIsAcknowledged() {
        try (LaneRig rig = new LaneRig(320)) {
            rig.reader.showCounts();
            rig.write(5, 0);
            rig.reader.poll();
            assertThat(word(rig, SegmentDescriptor.MESSAGES_OFFSET)).isZero();
            rig.reader.pass();
            assertThat(word(rig, SegmentDescriptor.MESSAGES_OFFSET)).isZero();
            rig.reader.acknowledge();
            assertThat(word(rig, SegmentDescriptor.MESSAGES_OFFSET)).isEqualTo(1);
        }
    }

    @Test
    void shouldCountUpToWhatADeferringReaderAcknowledges() {
        try (LaneRig rig = new LaneRig(320)) {
            rig.reader.showCounts();
            rig.reader.deferAcknowledgements();
            long[] begins = new long[5];
            for (int i = 0; i < 5; i++) {
                begins[i] = rig.reader.position();
                rig.write(10 + i, 0);
                assertThat(rig.reader.poll()).isEqualTo(LaneReader.Poll.MESSAGE);
                rig.reader.pass();
            }
            assertThat(word(rig, SegmentDescriptor.MESSAGES_OFFSET)).isZero();
            rig.reader.acknowledge(begins[3]);
            assertThat(word(rig, SegmentDescriptor.MESSAGES_OFFSET)).isEqualTo(3);
            assertThat(word(rig, SegmentDescriptor.BYTES_OFFSET)).isEqualTo(10 + 11 + 12);
            rig.reader.acknowledge();
            assertThat(word(rig, SegmentDescriptor.MESSAGES_OFFSET)).isEqualTo(5);
            assertThat(word(rig, SegmentDescriptor.BYTES_OFFSET)).isEqualTo(10 + 11 + 12 + 13 + 14);
        }
    }

    @Test
    void shouldNotLagOnceThereIsNothingToRead() {
        try (LaneRig rig = new LaneRig(320)) {
            rig.reader.showCounts();
            for (int i = 1; i <= 100; i++) {
                rig.write(3, 0);
                rig.reader.poll();
                rig.reader.release();
                assertThat(word(rig, SegmentDescriptor.MESSAGES_OFFSET)).isEqualTo(Math.min(i, 64));
            }
            assertThat(rig.reader.poll()).isEqualTo(LaneReader.Poll.EMPTY);
            assertThat(word(rig, SegmentDescriptor.MESSAGES_OFFSET)).isEqualTo(100);
            assertThat(word(rig, SegmentDescriptor.BYTES_OFFSET)).isEqualTo(300);
        }
    }

    @Test
    void shouldShowWhenTheReaderFellAsleepAfterTheLastMessage() {
        try (LaneRig rig = new LaneRig(320)) {
            rig.reader.showCounts();
            rig.reader.run();
            assertThat(word(rig, SegmentDescriptor.REST_OFFSET)).as("no message yet").isZero();
            rig.write(5, 0);
            rig.readAll();
            assertThat(word(rig, SegmentDescriptor.REST_OFFSET)).as("not asleep yet").isZero();
            long before = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
            rig.reader.run();
            long rest = word(rig, SegmentDescriptor.REST_OFFSET);
            assertThat(rest).isBetween(before, TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
            rig.segment.putLong(LaneRig.ACKNOWLEDGED + SegmentDescriptor.REST_OFFSET, 1);
            rig.reader.run();
            assertThat(word(rig, SegmentDescriptor.REST_OFFSET)).as("woken for nothing").isEqualTo(1);
        }
    }

    @Test
    void shouldShowWhereTheWideLaneBegins() {
        try (LaneRig rig = new LaneRig(320, 4096, 4096)) {
            rig.reader.showCounts();
            rig.write(5, 0);
            rig.readAll();
            assertThat(word(rig, SegmentDescriptor.WIDE_LANE_BEGIN_OFFSET)).isZero();
            rig.write(200, 0);
            rig.readAll();
            assertThat(word(rig, SegmentDescriptor.WIDE_LANE_BEGIN_OFFSET)).isEqualTo(24);
            assertThat(rig.acknowledged()).isEqualTo(24 + 208);
        }
    }

    @Test
    void shouldWriteNoCountsUnlessAsked() {
        try (LaneRig rig = new LaneRig(320)) {
            rig.write(5, 0);
            assertThat(rig.readAll()).isEqualTo(1);
            assertThat(word(rig, SegmentDescriptor.MESSAGES_OFFSET)).isZero();
            assertThat(word(rig, SegmentDescriptor.BYTES_OFFSET)).isZero();
        }
    }

    private static long word(LaneRig rig, int offset) {
        return rig.segment.getLongAcquire(LaneRig.ACKNOWLEDGED + offset);
    }
}
