// SPDX-License-Identifier: Apache-2.0
package io.shmooze.fuzz;

import static io.shmooze.fuzz.LaneFuzzer.require;

import io.shmooze.MessageKind;
import io.shmooze.ProtocolException;
import io.shmooze.lane.FrameDescriptor;
import io.shmooze.lane.LanePayload;
import io.shmooze.lane.LaneWriter;
import io.shmooze.lane.QuestionDescriptor;
import io.shmooze.lane.UnacknowledgedMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;

/** The writing end, which goes on as long as it believes the reader's position. */
final class FuzzSender {
    /** A message is a piece of this. */
    private static final ByteBuffer PATTERN = pattern();
    private static final MessageKind[] KINDS = MessageKind.values();
    private static final MessageKind[] NUMBERED = {MessageKind.QUESTION, MessageKind.ANSWER, MessageKind.FAILURE};
    private static final MessageKind[] CONTENTS = {MessageKind.TEXT, MessageKind.BINARY, MessageKind.CALL};

    /** What was published, and what the reader has to see until somebody writes into the lane. */
    record Sent(int from, int length, MessageKind kind, boolean redelivered, MessageKind numbered, long number) {
        boolean isEqual(LanePayload read) {
            ByteBuffer view = read.view();
            return view.remaining() == length && PATTERN.slice(from, length).mismatch(view) < 0
                    && read.kind() == kind && read.redelivered() == redelivered && read.numberedKind() == numbered
                    && (numbered == null || read.number() == number);
        }

        /** Of the frames. */
        MessageKind frameKind() {
            return numbered == null ? kind : numbered;
        }

        /** With the number that begins a question or an answer. */
        ByteBuffer payload() {
            ByteBuffer bytes = PATTERN.slice(from, length);
            return numbered == null ? bytes : ByteBuffer.allocate(Long.BYTES + length)
                    .order(ByteOrder.LITTLE_ENDIAN).putLong(word()).put(bytes).flip();
        }

        long word() {
            return QuestionDescriptor.word(number, kind);
        }
    }

    final Queue<Sent> sent = new ArrayDeque<>();
    final LaneWriter writer;
    private final FuzzLane lane;
    private final SplittableRandom random;
    private final int longest;
    /** Whether questions and answers are among what it sends. */
    private final boolean questions;
    private ByteBuffer payload;
    private Sent writing;
    private int written;
    private long acknowledged;
    private int complete;
    private boolean failed;

    FuzzSender(FuzzLane lane, SplittableRandom random, int longest, boolean questions) {
        this.lane = lane;
        this.random = random;
        this.longest = longest;
        this.questions = questions;
        this.writer = new LaneWriter(lane.segment, FuzzLane.BASE, lane.capacity, FuzzLane.ACKNOWLEDGED,
                lane.bulk);
    }

    private static ByteBuffer pattern() {
        byte[] bytes = new byte[1 << 16];
        new SplittableRandom(1).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    boolean hasMoved() {
        return writer.capacity() != lane.capacity;
    }

    boolean isFailed() {
        return failed;
    }

    /** One frame, or one look at the reader's position. */
    void step() {
        if (failed) {
            return;
        }
        try {
            switch (random.nextInt(8)) {
                case 0 -> look();
                case 1 -> writer.fits(random.nextInt(longest + 1));
                default -> write();
            }
        } catch (ProtocolException e) {
            failed = true;
            require(e.getMessage().contains("at offset " + FuzzLane.ACKNOWLEDGED + " is " + lane.acknowledged()),
                    () -> e.getMessage());
        }
    }

    private void look() {
        long now = writer.acknowledged();
        require(now >= acknowledged && now <= writer.position() && now % 8 == 0, () -> "believes the position " + now);
        acknowledged = now;
    }

    private void write() {
        if (writing == null || written > 0 && random.nextInt(32) == 0) {
            int length = random.nextInt(4) == 0 ? random.nextInt(longest + 1) : random.nextInt(1 + longest / 4);
            begin(random.nextInt((1 << 16) - length), length);
        }
        long before = writer.position();
        int more = writeSome();
        require(writer.position() - before <= lane.bothCapacities(), () -> "writes more than the lanes hold");
        if (more == LaneWriter.NO_ROOM) {
            writer.hasRoom();
            return;
        }
        written += more;
        require(more >= 0 && written <= payload.remaining(), () -> "writes " + more + " of " + writing.length);
        if (written == payload.remaining()) {
            completed(written > more);
        }
    }

    private void begin(int from, int length) {
        boolean again = random.nextInt(8) == 0;
        writing = questions && length >= Long.BYTES && random.nextInt(3) == 0
                ? new Sent(from, length - Long.BYTES, CONTENTS[random.nextInt(CONTENTS.length)], again,
                        NUMBERED[random.nextInt(NUMBERED.length)], random.nextLong(1L << 56))
                : new Sent(from, length, KINDS[random.nextInt(2)], again, null, 0);
        written = 0;
        payload = writing.payload();
    }

    private int writeSome() {
        if (written > 0 || writing.redelivered || random.nextInt(4) > 0) {
            return writer.write(writing.frameKind(), payload, written, writing.redelivered);
        }
        boolean whole = writing.numbered == null ? writer.writeWhole(writing.kind, payload)
                : writer.writeWhole(writing.numbered, writing.word(), PATTERN.slice(writing.from, writing.length));
        return whole ? payload.remaining() : LaneWriter.NO_ROOM;
    }

    private void completed(boolean fragmented) {
        if (fragmented) {
            writer.retain(new UnacknowledgedMessage(writing.frameKind(), payload, writing.redelivered));
        }
        complete++;
        sent.add(writing);
        writing = null;
    }

    /** What would be sent again. */
    void checkUnacknowledged() {
        List<UnacknowledgedMessage> left = writer.unacknowledged();
        int most = complete + lane.bothCapacities() / FrameDescriptor.HEADER_LENGTH;
        require(left.size() <= most, () -> left.size() + " left");
        for (UnacknowledgedMessage message : left) {
            int length = message.payload().remaining();
            require(length <= Math.max(lane.bothCapacities(), longest), () -> "too long: " + message);
        }
    }
}
