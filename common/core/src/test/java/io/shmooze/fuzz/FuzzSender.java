// SPDX-License-Identifier: Apache-2.0
package io.shmooze.fuzz;

import static io.shmooze.fuzz.LaneFuzzer.require;

import io.shmooze.MessageKind;
import io.shmooze.ProtocolException;
import io.shmooze.lane.FrameDescriptor;
import io.shmooze.lane.LaneWriter;
import io.shmooze.lane.UnacknowledgedMessage;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;

/** The writing end, which goes on as long as it believes the reader's position. */
final class FuzzSender {
    /** A message is a piece of this. */
    private static final ByteBuffer PATTERN = pattern();
    private static final MessageKind[] KINDS = MessageKind.values();

    /** What was published, and what the reader has to see until somebody writes into the lane. */
    record Sent(int from, int length, MessageKind kind, boolean redelivered) {
        boolean isEqual(ByteBuffer read) {
            return read.remaining() == length && PATTERN.slice(from, length).mismatch(read) < 0;
        }
    }

    final Queue<Sent> sent = new ArrayDeque<>();
    final LaneWriter writer;
    private final FuzzLane lane;
    private final SplittableRandom random;
    private final int longest;
    private final ByteBuffer payload = PATTERN.duplicate();
    private Sent writing;
    private int written;
    private long acknowledged;
    private int complete;
    private boolean failed;

    FuzzSender(FuzzLane lane, SplittableRandom random, int longest) {
        this.lane = lane;
        this.random = random;
        this.longest = longest;
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
            writing = new Sent(random.nextInt((1 << 16) - length), length, KINDS[random.nextInt(2)],
                    random.nextInt(8) == 0);
            written = 0;
        }
        payload.limit(writing.from + writing.length).position(writing.from);
        long before = writer.position();
        int more = writeSome();
        require(writer.position() - before <= lane.bothCapacities(), () -> "writes more than the lanes hold");
        if (more == LaneWriter.NO_ROOM) {
            writer.hasRoom();
            return;
        }
        written += more;
        require(more >= 0 && written <= writing.length, () -> "writes " + more + " of " + writing.length);
        if (written == writing.length) {
            completed(written > more);
        }
    }

    private int writeSome() {
        if (written > 0 || writing.redelivered || random.nextInt(4) > 0) {
            return writer.write(writing.kind, payload, written, writing.redelivered);
        }
        return writer.writeWhole(writing.kind, payload) ? writing.length : LaneWriter.NO_ROOM;
    }

    private void completed(boolean fragmented) {
        if (fragmented) {
            writer.retain(new UnacknowledgedMessage(writing.kind, PATTERN.slice(writing.from, writing.length),
                    writing.redelivered));
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
