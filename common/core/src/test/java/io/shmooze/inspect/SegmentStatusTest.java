// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.lane.LaneReader;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentLayout;
import io.shmooze.segment.Side;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentStatusTest {
    private static final long SEED = Seed.of(SegmentStatusTest.class);
    private static final SegmentLayout PLAIN = SegmentLayout.of(1024);
    private static final SegmentLayout FULL = new SegmentLayout(1024, SessionFile.BULK, SessionFile.WIDE);
    private static final long[] WORDS = {0, 1, -1, 8, 2, Long.MAX_VALUE, Long.MIN_VALUE, 0x0000_0007_0000_0008L,
        0x0000_0041_0000_0000L, 0x0000_0027_0000_0010L, 1L << 40};

    @TempDir
    Path directory;

    @Test
    void shouldDescribeEachFrameThatWaits() throws IOException {
        try (SessionFile file = new SessionFile(directory, PLAIN, true)) {
            file.write(MessageKind.TEXT, "read".getBytes(UTF_8), 0);
            assertThat(file.read()).isTrue();
            file.write(MessageKind.TEXT, "hello".getBytes(UTF_8), 0);
            file.writer.write(MessageKind.BINARY, ByteBuffer.wrap(new byte[] {1, 2}), 0, true);
            file.write(MessageKind.BINARY, new byte[150], 0);
            SegmentStatus status = file.look();
            LaneStatus lane = status.toClient();
            assertThat(lane.flaw()).isNull();
            assertThat(lane.frames()).extracting(FrameStatus::kind).containsExactly("text", "binary", "binary");
            assertThat(lane.frames()).extracting(frame -> frame.header().number()).containsExactly(1, 2, 3);
            assertThat(lane.frames()).extracting(FrameStatus::length).containsExactly(5, 2, 144);
            assertThat(lane.frames()).extracting(FrameStatus::flags).containsExactly(List.of("begin", "end"),
                    List.of("begin", "end", "redelivered"), List.of("begin"));
            assertThat(lane.frames().get(0).head()).isEqualTo("hello".getBytes(UTF_8));
            assertThat(lane.messages()).isEqualTo(2);
            assertThat(status.messages(Side.SERVER)).isEqualTo(3);
            assertThat(status.bytes(Side.SERVER)).isEqualTo(4 + 5 + 2 + 144);
            assertThat(status.label().clientName()).isEqualTo("alice");
            assertThat(status.toServer().inFlight()).isZero();
            assertThat(file.look(1, 3).toClient().more()).isEqualTo(2);
            assertThat(file.look(1, 3).toClient().frames().get(0).head()).isEqualTo("hel".getBytes(UTF_8));
        }
    }

    @Test
    void shouldShowTheBytesOfABlock() throws IOException {
        try (SessionFile file = new SessionFile(directory, new SegmentLayout(1024, SessionFile.BULK, 0), false)) {
            file.write(MessageKind.TEXT, "x".repeat(1000).getBytes(UTF_8), 0);
            file.write(MessageKind.TEXT, "y".repeat(2000).getBytes(UTF_8), 0);
            LaneStatus lane = file.look().toClient();
            assertThat(lane.frames()).extracting(FrameStatus::blockPosition).containsExactly(0L, 1024L);
            assertThat(lane.frames().get(1).head()).isEqualTo("y".repeat(16).getBytes(UTF_8));
            assertThat(lane.blockBytes()).isEqualTo(3000);
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldFollowTheLaneToItsWideOne(boolean labelled) throws IOException {
        try (SessionFile file = new SessionFile(directory, new SegmentLayout(1024, 1024 * 1024, 256 * 1024),
                labelled)) {
            file.write(MessageKind.TEXT, "first".getBytes(UTF_8), 0);
            file.write(MessageKind.TEXT, "z".repeat(200).getBytes(UTF_8), 0);
            LaneStatus before = file.look().toClient();
            assertThat(before.frames()).extracting(FrameStatus::kind).containsExactly("text", "moved", "text");
            assertThat(before.wide()).isTrue();
            assertThat(before.messages()).isEqualTo(2);
            for (int i = 0; i < 3; i++) {
                file.read();
            }
            file.write(MessageKind.TEXT, "last".getBytes(UTF_8), 0);
            LaneStatus after = file.look().toClient();
            assertThat(after.frames()).hasSize(1);
            assertThat(after.frames().get(0).head()).isEqualTo("last".getBytes(UTF_8));
            assertThat(after.frames().get(0).wide()).isTrue();
        }
    }

    /** Whatever both ends do, each look shows exactly what the writer has published and the reader not acknowledged. */
    @ParameterizedTest
    @CsvSource({"0, 0, true", "16384, 0, true", "16384, 8192, true", "0, 8192, true", "16384, 0, false",
        "0, 0, false"})
    void shouldAgreeWithBothEnds(int bulk, int wide, boolean labelled) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 20; round++) {
            try (SessionFile file = new SessionFile(directory, new SegmentLayout(1024, bulk, wide), labelled)) {
                long read = 0;
                long sent = 0;
                for (int i = 0; i < 60; i++) {
                    if (random.nextBoolean()) {
                        sent += write(file, new byte[random.nextInt(random.nextInt(4) == 0 ? 3000 : 60)]) ? 1 : 0;
                    } else {
                        read += readOne(file) ? 1 : 0;
                    }
                    SegmentStatus status = file.look();
                    LaneStatus lane = status.toClient();
                    assertThat(lane.flaw()).isNull();
                    assertThat(lane.published()).isEqualTo(file.writer.position());
                    assertThat(lane.acknowledged()).isEqualTo(file.reader.position());
                    assertThat(lane.capacity()).isEqualTo(file.writer.capacity());
                    assertThat(lane.messages()).isEqualTo(sent - read);
                    assertThat(status.messages(Side.SERVER)).isEqualTo(labelled ? sent : -1);
                }
            }
        }
    }

    /** False if it gave the message up for want of room, as a sender may. */
    private static boolean write(SessionFile file, byte[] payload) {
        int written = 0;
        do {
            int more = file.write(MessageKind.BINARY, payload, written);
            if (more < 0) {
                return false;
            }
            written += more;
        } while (written < payload.length);
        return true;
    }

    private static boolean readOne(SessionFile file) {
        LaneReader.Poll found = file.reader.poll();
        while (found == LaneReader.Poll.PARTIAL) {
            found = file.reader.poll();
        }
        if (found == LaneReader.Poll.MESSAGE) {
            file.reader.release();
        }
        return found == LaneReader.Poll.MESSAGE;
    }

    @Test
    void shouldReadALaneInUse() throws Exception {
        try (SessionFile file = new SessionFile(directory, FULL, true)) {
            AtomicBoolean ended = new AtomicBoolean();
            Task<Void> writing = Task.run(() -> {
                SplittableRandom random = new SplittableRandom(SEED);
                while (!ended.get()) {
                    write(file, new byte[random.nextInt(300)]);
                }
            });
            Task<Void> reading = Task.run(() -> {
                while (!ended.get()) {
                    readOne(file);
                }
            });
            try {
                long last = 0;
                for (int i = 0; i < 3000; i++) {
                    LaneStatus lane = file.look().toClient();
                    assertThat(lane.flaw()).isIn(null, "it moves too fast to be read frame by frame");
                    assertThat(lane.acknowledged()).isGreaterThanOrEqualTo(last);
                    assertThat(lane.inFlight()).isBetween(0L, 320L + SessionFile.WIDE);
                    last = lane.acknowledged();
                }
                assertThat(last).isPositive();
            } finally {
                ended.set(true);
                writing.result();
                reading.result();
            }
        }
    }

    @Test
    void shouldSayWhyAFileIsNoSegment() {
        assertFlaw(image -> image.putInt(0, 0), "the server has not filled it in");
        assertFlaw(image -> image.putInt(0, 9), "it has version 9 of the protocol, and this program reads version 1");
        assertFlaw(image -> image.putLong(8, 5), "it has the magic 5, expected");
        assertFlaw(image -> image.putInt(4, 1 << 29), "it says that it has 536870912 bytes, and its file has ");
        assertFlaw(image -> image.putInt(4, -1), "it says that it has -1 bytes");
        assertFlaw(image -> image.putInt(40, 1), "it has the lane capacity 1, expected 320");
        assertFlaw(image -> image.putInt(56, -4096), "its label names bulk areas of -4096 bytes");
        assertFlaw(image -> image.putInt(60, 1 << 30), "its label names bulk areas of 16384 bytes and wide lanes of 1");
        assertFlaw(image -> image.limit(300), "the file ends after 300 bytes");
        assertFlaw(image -> image.limit(0), "the file ends after 0 bytes");
    }

    private interface Scribble {
        void on(ByteBuffer image);
    }

    private void assertFlaw(Scribble scribble, String flaw) {
        assertThatThrownBy(() -> {
            ByteBuffer image = image();
            scribble.on(image);
            look(image);
        }).isInstanceOf(IOException.class).hasMessageContaining(flaw);
    }

    @Test
    void shouldSayWhatIsWrongInALane() throws IOException {
        ByteBuffer image = image();
        long acknowledged = image.getLong(256);
        image.putLong(256, -8);
        assertThat(look(image).toClient().flaw()).isEqualTo("the acknowledged position is -8");
        image.putLong(256, 3);
        assertThat(look(image).toClient().flaw()).isEqualTo("the acknowledged position is 3");
        image.putLong(256, acknowledged);
        image.putLong(704, 0x0000_0080_0000_0000L);
        assertThat(look(image).toServer().flaw())
                .isEqualTo("at position 0 there is 0x0000008000000000, which is no header of a frame");
        assertThat(look(image).toClient().flaw()).isNull();
    }

    @Test
    void shouldSurviveAnything() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        ByteBuffer sound = image();
        int readable = 0;
        for (int i = 0; i < 4000; i++) {
            ByteBuffer image = ByteBuffer.wrap(sound.array().clone()).order(ByteOrder.LITTLE_ENDIAN);
            for (int scribbles = 1 + random.nextInt(20); scribbles > 0; scribbles--) {
                int at = 8 * random.nextInt(random.nextInt(4) == 0 ? image.capacity() / 8 : 128);
                image.putLong(at, random.nextBoolean() ? WORDS[random.nextInt(WORDS.length)] : random.nextLong());
            }
            if (random.nextInt(8) == 0) {
                image.limit(random.nextInt(image.capacity()));
            }
            readable += survives(image) ? 1 : 0;
        }
        assertThat(readable).isBetween(1, 3999);
    }

    @Test
    void shouldSurviveEachWordWithEachValue() throws IOException {
        ByteBuffer image = image();
        for (int at = 0; at < 1024; at += 8) {
            long was = image.getLong(at);
            for (long word : WORDS) {
                image.putLong(at, word);
                survives(image);
            }
            image.putLong(at, was);
        }
        assertThat(look(image).toClient().flaw()).isNull();
    }

    @Test
    void shouldSurviveNoise() {
        SplittableRandom random = new SplittableRandom(SEED);
        ByteBuffer image = ByteBuffer.allocate(64 * 1024).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 300; i++) {
            random.nextBytes(image.array());
            image.putInt(0, 1).putInt(4, 1024).putLong(8, SegmentDescriptor.MAGIC).putInt(40, 320);
            image.putInt(44, random.nextBoolean() ? 0 : 1).putInt(56, 16 * 1024).putInt(60, 12 * 1024);
            survives(image);
        }
    }

    /** Whether it was readable; nothing but an IOException may say that it is not. */
    private static boolean survives(ByteBuffer image) {
        try {
            SegmentStatus status = look(image);
            assertThat(status.toClient().frames().size()).isLessThan(image.capacity());
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(it|its|the) .+");
            return false;
        }
    }

    private static SegmentStatus look(ByteBuffer image) throws IOException {
        return SegmentStatus.look((target, position) -> {
            int count = (int) Math.max(0, Math.min(target.remaining(), image.limit() - position));
            if (count == 0) {
                return -1;
            }
            target.put(image.array(), (int) position, count);
            return count;
        }, image.capacity(), 10, 16);
    }

    /** A session that has moved to its wide lane, and has blocks. */
    private ByteBuffer image() throws IOException {
        try (SessionFile file = new SessionFile(directory, FULL, true)) {
            write(file, new byte[5]);
            readOne(file);
            write(file, new byte[200]);
            write(file, new byte[5000]);
            write(file, "text".getBytes(UTF_8));
            return ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
