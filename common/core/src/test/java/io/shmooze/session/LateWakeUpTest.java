// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static io.shmooze.session.MemoryPair.inAnHour;
import static io.shmooze.session.MemoryPair.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A sleeping sender is woken once, when the position that it waits for is acknowledged. The lane has 320 bytes, and is
 * full with four frames of 72 bytes.
 */
@Timeout(60)
class LateWakeUpTest {
    private static final int EPOCH = Side.SERVER.ownLineOffset() + SegmentDescriptor.ROOM_EPOCH_OFFSET;
    private static final int AWAITED = Side.SERVER.ownLineOffset() + SegmentDescriptor.AWAITED_POSITION_OFFSET;
    private static final int FRAME = 72;
    private static final int FILLED = 4;
    private static final int HALF = 160;
    /** A fifth frame of that length does not fit before the end of the lane. */
    private static final int PADDED = 320;

    private final CurrentAttachment current = new CurrentAttachment("memory");
    private final SendingEnd sending = new SendingEnd(current, MemoryPair.LIMIT);
    private final BlockingSender blocking = new BlockingSender(current, sending);

    @Test
    void shouldWakeASenderWhenHalfOfTheLaneIsFree() throws Exception {
        MemoryPair pair = attach(new MemoryPair());
        assertThat(MemoryPair.fill(pair.server.outgoing())).isEqualTo(FILLED);
        Task<Void> sender = send(64);
        awaitAsleep(pair, sender, HALF);
        readOne(pair, 0);
        readOne(pair, 0);
        readOne(pair, 1);
        sender.result();
        readOne(pair, 1);
        readOne(pair, 1);
    }

    @Test
    void shouldWakeAFlushWhenEverythingIsAcknowledged() throws Exception {
        MemoryPair pair = attach(new MemoryPair());
        sending.offer(MessageKind.BINARY, ByteBuffer.allocate(64));
        sending.offer(MessageKind.BINARY, ByteBuffer.allocate(64));
        sending.offer(MessageKind.BINARY, ByteBuffer.allocate(64));
        Task<Boolean> flush = Task.call(() -> blocking.flush(inAnHour()));
        awaitAsleep(pair, flush, 3 * FRAME);
        readOne(pair, 0);
        readOne(pair, 0);
        readOne(pair, 1);
        assertThat(flush.result()).isTrue();
    }

    @Test
    void shouldWakeASenderAndAFlushEachInTime() throws Exception {
        MemoryPair pair = attach(new MemoryPair());
        MemoryPair.fill(pair.server.outgoing());
        Task<Boolean> flush = Task.call(() -> blocking.flush(inAnHour()));
        awaitAsleep(pair, flush, FILLED * FRAME);
        Task<Void> sender = send(64);
        awaitAsleep(pair, sender, HALF);
        readOne(pair, 0);
        readOne(pair, 0);
        readOne(pair, 1);
        sender.result();
        awaitAsleep(pair, flush, FILLED * FRAME);
        readOne(pair, 2);
        assertThat(flush.result()).isTrue();
    }

    @Test
    void shouldWakeForTheOutboxWhenHalfOfTheLaneIsFree() {
        MemoryPair pair = attach(new MemoryPair());
        MemoryPair.fill(pair.server.outgoing());
        sending.sendWithoutWaiting(MessageKind.TEXT, text("a".repeat(100)));
        assertThat(pair.segment.getLongAcquire(AWAITED)).isEqualTo(HALF);
        readOne(pair, 0);
        readOne(pair, 0);
        readOne(pair, 1);
    }

    @Test
    void shouldUseLessRoomAtTheDeadline() throws Exception {
        MemoryPair pair = attach(new MemoryPair());
        MemoryPair.fill(pair.server.outgoing());
        Task<Void> sender = Task.run(() -> blocking.send(MessageKind.BINARY, ByteBuffer.allocate(64),
                System.nanoTime() + Duration.ofMillis(200).toNanos()));
        awaitAsleep(pair, sender, HALF);
        readOne(pair, 0);
        readOne(pair, 0);
        sender.result();
    }

    @Test
    void shouldWakeAtEveryAcknowledgementIfThePeerKnowsNoPosition() throws Exception {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.options(null), Set.of()));
        MemoryPair.fill(pair.server.outgoing());
        Task<Void> sender = send(64);
        awaitAsleep(pair, sender, 0);
        readOne(pair, 1);
        Patience.until(() -> pair.server.outgoing().position() == PADDED);
        awaitAsleep(pair, sender, 0);
        readOne(pair, 2);
        sender.result();
    }

    private MemoryPair attach(MemoryPair pair) {
        sending.attach(() -> current.attach(pair.server));
        return pair;
    }

    private Task<Void> send(int length) {
        return Task.run(() -> blocking.send(MessageKind.BINARY, ByteBuffer.allocate(length), inAnHour()));
    }

    private static void awaitAsleep(MemoryPair pair, Task<?> task, long position) {
        Patience.until(() -> (pair.segment.getIntAcquire(EPOCH) & 1) == 1
                && pair.segment.getLongAcquire(AWAITED) == position
                && task.thread().getState() == Thread.State.TIMED_WAITING);
    }

    private static void readOne(MemoryPair pair, int bellsAfter) {
        assertThat(pair.readAtClient()).isNotNull();
        assertThat(pair.client.counts().bells()).isEqualTo(bellsAfter);
    }
}
