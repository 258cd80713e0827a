// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.lane.LaneReader.Poll;
import io.shmooze.segment.BulkArea;
import io.shmooze.testing.Seed;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer moves to the wide lane once, when it has to, and the reader follows: no message is lost on the way. */
class WideLaneTest {
    private static final long SEED = Seed.of(WideLaneTest.class);
    private static final int CAPACITY = 320;
    private static final int BULK = 4096;
    private static final int WIDE = 4096;
    /** The longest payload of a frame of the lane, and of the wide lane. */
    private static final int SHORT = 144;
    private static final int LONG = 2032;
    /** The lane holds two of them. */
    private static final int HALF = 100;
    private static final int HALF_FRAME = FrameDescriptor.frameLength(HALF);

    private final Random random = new Random(SEED);
    /** Complete, and not released. */
    private final Deque<UnacknowledgedMessage> pending = new ArrayDeque<>();
    private LaneRig rig = new LaneRig(CAPACITY, BULK, WIDE);

    @AfterEach
    void unmap() {
        rig.close();
    }

    @Test
    void shouldMoveWhenTheLaneIsFull() {
        send(HALF);
        send(HALF);
        assertThat(rig.hasMoved()).isFalse();
        send(HALF);
        assertThat(rig.hasMoved()).isTrue();
        assertThat(rig.segment.getLongAcquire(LaneRig.BASE + 2 * HALF_FRAME))
                .isEqualTo(FrameDescriptor.header(0, FrameDescriptor.MOVED, 0, 2));
        assertThat(rig.writer.position()).isEqualTo(3 * HALF_FRAME + 8);
        assertThat(rig.writer.frames()).isEqualTo(4);
        receiveAll();
        assertThat(rig.reader.capacity()).isEqualTo(WIDE);
        assertThat(rig.reader.frames()).isEqualTo(4);
    }

    @Test
    void shouldNotMoveWhileTheLaneHasRoom() {
        for (int i = 0; i < 1000; i++) {
            send(random.nextInt(SHORT + 1));
            receiveAll();
        }
        assertThat(rig.hasMoved()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {SHORT + 1, LONG})
    void shouldMoveForAMessageThatIsOneFrameOnlyThere(int length) {
        assertThat(rig.writer.isFragmented(length)).isFalse();
        send(length);
        assertThat(rig.hasMoved()).isTrue();
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().array()).isNull();
        assertThat(rig.reader.payload().memory()).isSameAs(rig.bulk.memory().memory());
        assertThat(rig.reader.payload().offset()).isEqualTo(BULK + 8 + 8);
        release();
    }

    @Test
    void shouldNotMoveForALongerMessageWhileTheLaneHasRoom() {
        send(LONG + 1);
        assertThat(rig.hasMoved()).isFalse();
        receiveAll();
    }

    @Test
    void shouldMoveForAMessageInTheBulkAreaIfTheLaneIsFull() {
        send(SHORT);
        send(SHORT);
        send(LONG + 1);
        assertThat(rig.hasMoved()).isTrue();
        assertThat(rig.writer.claimWhole(LONG)).isNotNull();
        receiveAll();
    }

    @Test
    void shouldMoveForAClaim() {
        ByteBuffer claimed = rig.writer.claimWhole(SHORT + 1);
        assertThat(rig.hasMoved()).isTrue();
        claimed.putLong(0, 77);
        rig.writer.commitWhole(MessageKind.BINARY, SHORT + 1);
        assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        assertThat(rig.reader.poll()).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().view().getLong(0)).isEqualTo(77);
    }

    @Test
    void shouldHoldThereWhatTheLaneCannot() {
        renew(0, WIDE, WIDE);
        assertThat(rig.writer.canHold(WIDE + 1)).isFalse();
        assertThat(rig.writer.canHold(3 * CAPACITY)).isTrue();
        assertThat(rig.writer.fits(3 * CAPACITY)).isTrue();
        send(3 * CAPACITY);
        receiveAll();
    }

    @Test
    void shouldWaitWithoutMemory() {
        renew(BULK, WIDE, BULK + WIDE - 1);
        send(HALF);
        send(HALF);
        assertThat(rig.write(HALF, 0)).isEqualTo(LaneWriter.NO_ROOM);
        assertThat(rig.writer.hasRoom()).isFalse();
        assertThat(rig.hasMoved()).isFalse();
        receiveAll();
        assertThat(rig.writer.hasRoom()).isTrue();
        send(HALF);
        receiveAll();
    }

    @Test
    void shouldUseBlocksWithoutMemoryForTheLane() {
        renew(BULK, WIDE, BULK);
        assertThat(rig.writer.isFragmented(SHORT + 1)).isFalse();
        send(SHORT + 1);
        assertThat(rig.writer.position()).isEqualTo(24);
        receiveAll();
    }

    @Test
    void shouldFragmentWithoutMemory() {
        renew(BULK, WIDE, 0);
        assertThat(rig.writer.isFragmented(SHORT + 1)).isTrue();
        send(SHORT + 1);
        assertThat(rig.writer.frames()).isEqualTo(2);
        receiveAll();
    }

    /** Else the answer to whether a message is one frame could change before the frame is written. */
    @Test
    void shouldStayIfItFoundNoMemoryOnce() {
        int[] available = {BULK};
        rig.close();
        rig = new LaneRig(CAPACITY, BulkArea.withWideLane(ByteBuffer.allocateDirect(BULK + WIDE), BULK,
                () -> available[0]));
        assertThat(rig.writer.isFragmented(SHORT + 1)).isFalse();
        available[0] = BULK + WIDE;
        send(SHORT);
        send(SHORT);
        assertThat(rig.writer.claimWhole(SHORT + 1)).isNull();
        assertThat(rig.write(HALF, 0)).isEqualTo(LaneWriter.NO_ROOM);
        assertThat(rig.hasMoved()).isFalse();
        receiveAll();
    }

    @Test
    void shouldStayIfTheWideLaneIsNoLonger() {
        renew(BULK, CAPACITY, BULK + CAPACITY);
        send(SHORT);
        send(SHORT);
        assertThat(rig.write(8, 0)).isEqualTo(LaneWriter.NO_ROOM);
        assertThat(rig.hasMoved()).isFalse();
        receiveAll();
        assertThat(rig.reader.capacity()).isEqualTo(CAPACITY);
    }

    /** The reader refuses a second move. */
    @Test
    void shouldMoveAtMostOnce() {
        for (int i = 0; i < 10; i++) {
            while (trySend(HALF)) {
                continue;
            }
            assertThat(rig.hasMoved()).isTrue();
            assertThat(pending).hasSizeGreaterThanOrEqualTo((WIDE - 2 * HALF_FRAME) / HALF_FRAME);
            receiveAll();
        }
    }

    @Test
    void shouldWaitForRoomThereAsBefore() {
        while (trySend(HALF)) {
            continue;
        }
        long awaited = rig.writer.awaitedPosition();
        assertThat(awaited).isBetween(rig.acknowledged() + WIDE / 2, rig.writer.position());
        while (rig.acknowledged() < awaited) {
            receive();
        }
        assertThat(rig.writer.hasRoom()).isTrue();
        assertThat(rig.writer.hasPlentyOfRoom()).isTrue();
        receiveAll();
    }

    @Test
    void shouldMoveInTheMiddleOfAMessage() {
        renew(0, 640, 640);
        int length = 540;
        rig.write(length, 0);
        assertThat(rig.write(length, SHORT)).isEqualTo(SHORT);
        assertThat(rig.hasMoved()).isFalse();
        int third = rig.write(length, 2 * SHORT);
        assertThat(third).isEqualTo(length - 2 * SHORT);
        assertThat(rig.hasMoved()).isTrue();
        assertThat(rig.readAll()).isEqualTo(1);
        assertThat(rig.acknowledged()).isEqualTo(rig.writer.position());
    }

    /** The part that the reader has assembled is from the lane, the rest from the wide lane. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void shouldAssembleAcrossTheMove(int readBefore) {
        renew(0, 640, 640);
        byte[] payload = bytes(700);
        int written = rig.writer.write(MessageKind.BINARY, ByteBuffer.wrap(payload), 0, false);
        written += rig.writer.write(MessageKind.BINARY, ByteBuffer.wrap(payload), written, false);
        written += rig.writer.write(MessageKind.BINARY, ByteBuffer.wrap(payload), written, false);
        assertThat(rig.hasMoved()).isTrue();
        for (int i = 0; i < readBefore; i++) {
            assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
        }
        while (written < payload.length) {
            int more = rig.writer.write(MessageKind.BINARY, ByteBuffer.wrap(payload), written, false);
            if (more == LaneWriter.NO_ROOM) {
                assertThat(rig.reader.poll()).isEqualTo(Poll.PARTIAL);
            } else {
                written += more;
            }
        }
        Poll found = rig.reader.poll();
        while (found == Poll.PARTIAL) {
            found = rig.reader.poll();
        }
        assertThat(found).isEqualTo(Poll.MESSAGE);
        assertThat(rig.reader.payload().copy()).isEqualTo(payload);
    }

    @Test
    void shouldGoOnWhereverThePositionIsInTheWideLane() {
        for (int offset = WIDE - 3 * CAPACITY; offset <= WIDE + CAPACITY; offset += 8) {
            rig.renew(LaneRig.LIMIT);
            rig.moveTo(offset);
            for (int i = 0; i < 12; i++) {
                send(random.nextInt(SHORT + 50));
            }
            assertThat(rig.hasMoved()).as("from %d", offset).isTrue();
            receiveAll();
            assertThat(rig.acknowledged()).as("from %d", offset).isEqualTo(rig.writer.position());
        }
    }

    @Test
    void shouldKnowWhatIsUnacknowledgedOnBothSidesOfTheMove() {
        for (int read = 0; read <= 7; read++) {
            rig.renew(LaneRig.LIMIT);
            rig.moveTo(8 * random.nextInt(2 * WIDE / 8));
            pending.clear();
            send(HALF);
            send(2 * BULK / 5);
            send(HALF);
            send(HALF);
            send(2 * SHORT);
            send(0);
            send(LONG + 1);
            assertThat(rig.hasMoved()).isTrue();
            for (int i = 0; i < read; i++) {
                receive();
            }
            assertThat(rig.writer.unacknowledged()).as("seed %d, %d read", SEED, read)
                    .containsExactlyElementsOf(pending);
            assertThat(pending).hasSize(7 - read);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void shouldKeepAMessageOfFragmentsThatMovesInTheMiddle(int polls) {
        renew(0, 1024, 1024);
        send(SHORT);
        send(600);
        send(HALF);
        assertThat(rig.hasMoved()).isTrue();
        for (int i = 0; i < polls; i++) {
            if (rig.reader.poll() == Poll.MESSAGE) {
                release();
            }
        }
        assertThat(rig.writer.unacknowledged()).containsExactlyElementsOf(pending);
        receiveAll();
        assertThat(rig.writer.unacknowledged()).isEmpty();
    }

    @Test
    void shouldReadWhatIsLeftInBothAfterTheEnd() {
        while (trySend(HALF)) {
            continue;
        }
        rig.reader.expectEnd();
        receiveAll();
        assertThat(rig.acknowledged()).isEqualTo(rig.writer.position()).isGreaterThan(WIDE - 2 * HALF_FRAME);
    }

    @Test
    void shouldReadNoMoreThanBothHoldAfterTheEnd() {
        rig.reader.expectEnd();
        int read = 0;
        while (trySend(HALF) && read < WIDE) {
            read += rig.readAll();
            if (rig.writer.position() < 2 * HALF_FRAME) {
                continue;
            }
            // Also what is published while it reads, up to that.
            trySend(HALF);
        }
        assertThat(rig.acknowledged()).isBetween((long) WIDE, (long) CAPACITY + WIDE + HALF_FRAME);
        assertThat(rig.reader.available()).isFalse();
        assertThat(rig.reader.poll()).isEqualTo(Poll.EMPTY);
    }

    private void renew(int bulk, int wide, int available) {
        rig.close();
        rig = new LaneRig(CAPACITY, BulkArea.withWideLane(ByteBuffer.allocateDirect(bulk + wide), bulk, available));
    }

    private void send(int length) {
        assertThat(trySend(length)).as("room for %d bytes", length).isTrue();
    }

    private boolean trySend(int length) {
        ByteBuffer payload = ByteBuffer.wrap(bytes(length));
        boolean fragmented = rig.writer.isFragmented(length);
        if (!rig.writer.fits(length) || !rig.writeAll(payload)) {
            return false;
        }
        UnacknowledgedMessage message = new UnacknowledgedMessage(MessageKind.BINARY, payload, false);
        if (fragmented) {
            rig.writer.retain(new UnacknowledgedMessage(MessageKind.BINARY, rig.writer.copy(payload), false));
        }
        pending.add(message);
        return true;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void receiveAll() {
        while (!pending.isEmpty()) {
            receive();
        }
        assertThat(rig.readAll()).isZero();
    }

    private void receive() {
        Poll found = rig.reader.poll();
        while (found == Poll.PARTIAL) {
            found = rig.reader.poll();
        }
        assertThat(found).isEqualTo(Poll.MESSAGE);
        release();
    }

    private void release() {
        UnacknowledgedMessage read = new UnacknowledgedMessage(rig.reader.payload().kind(),
                ByteBuffer.wrap(rig.reader.payload().copy()), rig.reader.payload().redelivered());
        assertThat(List.of(read)).as("seed %d", SEED).containsExactly(pending.remove());
        rig.reader.release();
    }
}
