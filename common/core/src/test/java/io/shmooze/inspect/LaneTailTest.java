// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.lane.LaneReader;
import io.shmooze.lane.QuestionDescriptor;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentLayout;
import io.shmooze.segment.Side;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LaneTailTest {
    private static final long SEED = Seed.of(LaneTailTest.class);
    private static final SegmentLayout SMALL = SegmentLayout.of(1024);
    private static final SegmentLayout FULL = new SegmentLayout(1024, SessionFile.BULK, SessionFile.WIDE);

    @TempDir
    Path directory;

    /** A tail of the lane to the client, and what it has shown. */
    private static final class Following {
        private final LaneTail tail;
        private final List<TailedMessage> messages = new ArrayList<>();

        Following(FileChannel file, SegmentLayout layout, boolean told, int most) {
            tail = new LaneTail(new SegmentBytes(file::read), layout, Side.SERVER, told, false, most);
        }

        List<String> look() throws IOException {
            messages.clear();
            tail.look(messages::add);
            return messages.stream().map(message -> new String(message.payload(), UTF_8)).toList();
        }
    }

    private Following follow(SessionFile file, boolean told) throws IOException {
        return new Following(FileChannel.open(file.path), file.layout, told, 100_000);
    }

    private static void write(SessionFile file, String text) {
        byte[] payload = text.getBytes(UTF_8);
        int written = 0;
        do {
            int more = file.write(MessageKind.TEXT, payload, written);
            while (more < 0) {
                file.read();
                more = file.write(MessageKind.TEXT, payload, written);
            }
            written += more;
        } while (written < payload.length);
    }

    private static void readAll(SessionFile file) {
        LaneReader.Poll found = file.reader.poll();
        while (found != LaneReader.Poll.EMPTY) {
            if (found == LaneReader.Poll.MESSAGE) {
                file.reader.release();
            }
            found = file.reader.poll();
        }
    }

    @Test
    void shouldShowWhatPassesAlsoAfterItWasRead() throws IOException {
        try (SessionFile file = new SessionFile(directory, SMALL, true)) {
            Following following = follow(file, true);
            assertThat(following.look()).isEmpty();
            write(file, "one");
            assertThat(following.look()).containsExactly("one");
            assertThat(following.look()).isEmpty();
            readAll(file);
            assertThat(following.look()).isEmpty();
            write(file, "two");
            write(file, "three");
            readAll(file);
            assertThat(following.look()).containsExactly("two", "three");
            assertThat(following.tail.missed()).isZero();
        }
    }

    @Test
    void shouldBeginWithWhatStillStands() throws IOException {
        try (SessionFile file = new SessionFile(directory, SMALL, true)) {
            for (int i = 0; i < 30; i++) {
                write(file, "message " + i);
                readAll(file);
            }
            // 24 bytes each, 13 and padding in a round of 320 bytes: the third one began with message 26.
            write(file, "last");
            Following following = follow(file, true);
            assertThat(following.look()).containsExactly("message 26", "message 27", "message 28", "message 29",
                    "last");
            assertThat(following.tail.missed()).isZero();
        }
    }

    @Test
    void shouldCountWhatWasOverwritten() throws IOException {
        try (SessionFile file = new SessionFile(directory, SMALL, true)) {
            Following following = follow(file, true);
            write(file, "begin");
            readAll(file);
            assertThat(following.look()).containsExactly("begin");
            for (int i = 0; i < 1000; i++) {
                write(file, "message " + i);
                readAll(file);
            }
            int seen = following.look().size();
            assertThat(following.tail.missed()).isEqualTo(1000 - seen);
            write(file, "end");
            readAll(file);
            assertThat(following.look()).containsExactly("end");
            assertThat(following.tail.missed()).isEqualTo(1000 - seen);
        }
    }

    /** The writer may be writing over what the reader has acknowledged; nobody can tell from outside that it is not. */
    @Test
    void shouldNotShowWhatTheNextFrameMayOverwrite() throws IOException {
        try (SessionFile file = new SessionFile(directory, SMALL, true)) {
            Following following = follow(file, true);
            following.look();
            write(file, "a".repeat(100));
            write(file, "b".repeat(100));
            write(file, "c".repeat(64));
            readAll(file);
            // Positions 0, 112 and 224 of 320 bytes. What comes next may be 152 bytes long, from position 296 on.
            assertThat(following.look()).containsExactly("c".repeat(64));
            assertThat(following.tail.missed()).isEqualTo(2);
        }
    }

    /** The next round of the lane has, in the very place, the bytes of the header that is due there. */
    @Test
    void shouldNotTakeAPayloadForFrames() throws IOException {
        try (SessionFile file = new SessionFile(directory, SMALL, true)) {
            Following following = follow(file, true);
            write(file, "begin");
            assertThat(following.look()).containsExactly("begin");
            write(file, "x".repeat(144));
            write(file, "x".repeat(144));
            readAll(file);
            byte[] imitation = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(8, 5 | 7L << 32 | 1L << 48).put(16, "false".getBytes(UTF_8)).array();
            file.write(MessageKind.BINARY, imitation, 0);
            following.look();
            assertThat(following.messages).extracting(TailedMessage::length).containsExactly(40L);
            assertThat(following.messages.get(0).payload()).isEqualTo(imitation);
            assertThat(following.tail.missed()).isEqualTo(2);
        }
    }

    @Test
    void shouldShowOnlyWhatWaitsInASessionThatPromisesNothing() throws IOException {
        try (SessionFile file = new SessionFile(directory, SMALL, false)) {
            Following following = follow(file, false);
            write(file, "one");
            assertThat(following.look()).containsExactly("one");
            readAll(file);
            write(file, "two");
            write(file, "three");
            file.read();
            assertThat(following.look()).containsExactly("three");
            assertThat(following.tail.missed()).isEqualTo(1);
        }
    }

    @Test
    void shouldJoinFragmentsAndBlocksAcrossTheMove() throws IOException {
        try (SessionFile file = new SessionFile(directory, FULL, true)) {
            Following following = follow(file, true);
            write(file, "small");
            write(file, "w".repeat(200));
            write(file, "b".repeat(6000));
            assertThat(following.look()).containsExactly("small", "w".repeat(200), "b".repeat(6000));
            readAll(file);
            // A block has no proof once it is acknowledged.
            write(file, "c".repeat(6000));
            write(file, "text");
            readAll(file);
            assertThat(following.look()).containsExactly("text");
            assertThat(following.tail.missed()).isEqualTo(1);
        }
        try (SessionFile file = new SessionFile(directory, SMALL, true)) {
            Following following = follow(file, true);
            byte[] payload = "f".repeat(500).getBytes(UTF_8);
            List<String> shown = new ArrayList<>();
            for (int written = 0; written < payload.length;) {
                written += file.write(MessageKind.TEXT, payload, written);
                shown.addAll(following.look());
                file.read();
            }
            assertThat(shown).containsExactly("f".repeat(500));
        }
    }

    @Test
    void shouldKeepTheFirstBytes() throws IOException {
        try (SessionFile file = new SessionFile(directory, FULL, true)) {
            Following following = new Following(FileChannel.open(file.path), FULL, true, 10);
            byte[] question = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(QuestionDescriptor.word(7, MessageKind.TEXT)).put("what is it?!".getBytes(UTF_8)).array();
            file.write(MessageKind.QUESTION, question, 0);
            write(file, "b".repeat(6000));
            following.look();
            assertThat(following.messages).extracting(TailedMessage::length).containsExactly(20L, 6000L);
            TailedMessage asked = following.messages.get(0);
            assertThat(asked.question()).isEqualTo(7);
            assertThat(asked.contentKind()).isEqualTo(MessageKind.TEXT);
            assertThat(asked.contentLength()).isEqualTo(12);
            assertThat(UTF_8.decode(asked.content()).toString()).isEqualTo("wh");
            assertThat(following.messages.get(1).payload()).isEqualTo("b".repeat(10).getBytes(UTF_8));
        }
    }

    /**
     * Both ends go on as fast as they can, the writer scribbles over all that it may write without publishing it, and
     * whatever is shown is exactly what was sent, in order; together with what was missed it is all that was sent.
     */
    @ParameterizedTest
    @CsvSource({"0, 0, 60", "0, 8192, 200", "16384, 8192, 5000", "16384, 0, 200", "65536, 262144, 100"})
    void shouldNeverShowATornMessage(int bulk, int wide, int longest) throws Exception {
        try (SessionFile file = new SessionFile(directory, new SegmentLayout(1024, bulk, wide), true)) {
            AtomicBoolean ended = new AtomicBoolean();
            AtomicLong sent = new AtomicLong();
            AtomicLong looks = new AtomicLong();
            Following following = follow(file, true);
            following.look();
            Task<Void> writing = Task.run(() -> writeUntil(ended, file, longest, sent, looks));
            Task<Void> reading = Task.run(() -> {
                while (!ended.get()) {
                    readAll(file);
                    Thread.yield();
                }
            });
            long last = -1;
            long shown = 0;
            long beganNs = System.nanoTime();
            while (shown < 2000 && System.nanoTime() - beganNs < 1_500_000_000L || shown == 0) {
                following.look();
                looks.incrementAndGet();
                for (TailedMessage message : following.messages) {
                    last = check(message, last);
                    shown++;
                }
            }
            ended.set(true);
            writing.result();
            reading.result();
            readAll(file);
            following.look();
            for (TailedMessage message : following.messages) {
                last = check(message, last);
                shown++;
            }
            following.look();
            assertThat(shown + following.tail.missed()).isEqualTo(sent.get());
        }
    }

    private static void writeUntil(AtomicBoolean ended, SessionFile file, int longest, AtomicLong sent,
                                   AtomicLong looks) {
        SplittableRandom random = new SplittableRandom(SEED);
        while (!ended.get()) {
            byte[] payload = new byte[8 + random.nextInt(longest)];
            Arrays.fill(payload, (byte) sent.get());
            ByteBuffer.wrap(payload).putLong(0, sent.get());
            int written = 0;
            while (written < payload.length) {
                int more = file.write(MessageKind.BINARY, payload, written);
                written += Math.max(0, more);
                if (more < 0 && ended.get()) {
                    // Given up in the middle; nobody has counted it.
                    return;
                }
            }
            sent.incrementAndGet();
            // As long as a frame of the first lane may be, and now and then left alone until a look was taken.
            ByteBuffer scribbled = file.writer.claimWhole(144);
            for (int i = 0; scribbled != null && i < scribbled.capacity(); i++) {
                scribbled.put(i, (byte) 0xAA);
            }
            long seen = looks.get();
            while (random.nextInt(64) > 0 && seen % 4 == 0 && looks.get() == seen && !ended.get()) {
                Thread.onSpinWait();
            }
        }
    }

    /** Whether all bytes are of one message that comes after the last one. */
    private static long check(TailedMessage message, long last) {
        long number = ByteBuffer.wrap(message.payload()).getLong(0);
        assertThat(number).isGreaterThan(last);
        assertThat(message.length()).isEqualTo(message.payload().length);
        for (int i = 8; i < message.payload().length; i++) {
            if (message.payload()[i] != (byte) number) {
                throw new AssertionError("message " + number + " is torn at " + i + ": "
                        + Arrays.toString(message.payload()));
            }
        }
        return number;
    }

    @Test
    void shouldSayWhyItDoesNotGetOn() throws IOException {
        try (SessionFile file = new SessionFile(directory, SMALL, true)) {
            Following following = follow(file, true);
            write(file, "one");
            following.look();
            file.segment.putLongRelease(384 + 16, 0x0000_0080_0000_0000L);
            for (int i = 0; i < 3; i++) {
                assertThat(following.tail.flaw()).isNull();
                assertThat(following.look()).isEmpty();
            }
            assertThat(following.tail.flaw()).contains("which is no header of a frame");
            file.segment.putLongRelease(SegmentDescriptor.CLIENT_LINE_OFFSET, 3);
            assertThatThrownBy(() -> {
                file.segment.putLongRelease(SegmentDescriptor.CLIENT_LINE_OFFSET, 99);
                following.look();
            }).isInstanceOf(IOException.class).hasMessageContaining("the acknowledged position is 99");
        }
    }
}
