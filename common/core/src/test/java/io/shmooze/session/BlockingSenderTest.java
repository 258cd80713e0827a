// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static io.shmooze.session.MemoryPair.inAnHour;
import static io.shmooze.session.MemoryPair.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.InterruptedSessionException;
import io.shmooze.MessageKind;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UnresponsiveException;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BlockingSenderTest {
    private static final ByteBuffer LARGE = ByteBuffer.allocate(2000).asReadOnlyBuffer();

    private final CurrentAttachment current = new CurrentAttachment("memory");
    private final SendingEnd sending = new SendingEnd(current, MemoryPair.LIMIT);
    private final BlockingSender blocking = new BlockingSender(current, sending);

    @Test
    void shouldWaitForRoomFrameByFrame() throws Exception {
        MemoryPair pair = attach(new MemoryPair());
        Task<Void> sender = Task.run(() -> blocking.send(MessageKind.BINARY, LARGE, inAnHour()));
        Patience.until(() -> pair.readAtClient() != null);
        sender.result();
        assertThat(current.counts().messages()).isEqualTo(1);
    }

    @Test
    void shouldSendTheOutboxFirst() throws Exception {
        MemoryPair pair = attach(new MemoryPair());
        int filled = MemoryPair.fill(pair.server.outgoing());
        sending.sendWithoutWaiting(MessageKind.TEXT, text("a".repeat(100)));
        Task<Void> sender = Task.run(() -> blocking.send(MessageKind.TEXT, text("b"), inAnHour()));
        for (int i = 0; i < filled; i++) {
            pair.readAtClient();
        }
        sender.result();
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("a".repeat(100), "b");
    }

    /** By a thread that waits for the reader, and by one that does not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepNothingOfAMessageThatIsRead(boolean waiting) throws Exception {
        MemoryPair pair = attach(new MemoryPair());
        // In two frames.
        ByteBuffer payload = ByteBuffer.allocate(200);
        WeakReference<ByteBuffer> sent = new WeakReference<>(payload);
        if (waiting) {
            blocking.send(MessageKind.BINARY, payload, inAnHour());
        } else {
            sending.sendWithoutWaiting(MessageKind.BINARY, payload);
        }
        payload = null;
        assertThat(pair.readAtClient()).hasSize(200);
        Patience.until(() -> {
            System.gc();
            return sent.get() == null;
        });
    }

    @Test
    void shouldGiveUpInTime() {
        MemoryPair pair = attach(new MemoryPair());
        MemoryPair.fill(pair.server.outgoing());
        assertThatThrownBy(() -> blocking.send(MessageKind.BINARY, ByteBuffer.allocate(64), soon()))
                .isInstanceOf(SessionTimeoutException.class).hasMessageContaining("not sent");
        assertThatThrownBy(() -> blocking.send(MessageKind.BINARY, LARGE, soon()))
                .isInstanceOf(SessionTimeoutException.class);
        assertThat(blocking.flush(soon())).isFalse();
    }

    @Test
    void shouldGiveUpOnAPeerThatDoesNotRespond() {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.options(null, Duration.ofMillis(1))));
        MemoryPair.fill(pair.server.outgoing());
        assertThatThrownBy(() -> blocking.send(MessageKind.BINARY, LARGE, inAnHour()))
                .isInstanceOf(UnresponsiveException.class).hasMessageContaining("peer client");
        assertThat(pair.server.outgoing().acknowledgement().isUnresponsive()).isTrue();
        pair.readAtClient();
        assertThat(pair.server.outgoing().acknowledgement().isUnresponsive())
                .as("it has acknowledged something").isFalse();
    }

    @Test
    void shouldWaitForAnAttachment() throws Exception {
        Task<Void> sender = Task.run(() -> blocking.send(MessageKind.TEXT, text("early"), inAnHour()));
        Patience.until(() -> sender.thread().getState() == Thread.State.TIMED_WAITING);
        MemoryPair pair = attach(new MemoryPair());
        sender.result();
        assertThat(pair.readAtClient()).isEqualTo("early");
    }

    @Test
    void shouldBeginAgainOnTheNextAttachment() throws Exception {
        MemoryPair lost = attach(new MemoryPair());
        MemoryPair.listenUntilTheEnd(lost.server);
        Task<Void> sender = Task.run(() -> blocking.send(MessageKind.BINARY, LARGE, inAnHour()));
        Patience.until(() -> lost.server.outgoing().frames() > 0);
        lost.client.close();
        Patience.until(lost.server::isOver);
        assertThat(sending.detach(current::detach)).as("not complete").isEmpty();
        MemoryPair next = attach(new MemoryPair());
        Patience.until(() -> next.readAtClient() != null);
        sender.result();
    }

    @Test
    void shouldFlushWhenEverythingIsAcknowledged() throws Exception {
        MemoryPair pair = attach(new MemoryPair());
        assertThat(blocking.flush(inAnHour())).as("nothing was sent").isTrue();
        sending.offer(MessageKind.TEXT, text("one"));
        sending.offer(MessageKind.TEXT, text("two"));
        Task<Boolean> flush = Task.call(() -> blocking.flush(inAnHour()));
        pair.readAtClient();
        Patience.until(() -> flush.isDone() || flush.thread().getState() == Thread.State.TIMED_WAITING);
        assertThat(flush.isDone()).isFalse();
        pair.readAtClient();
        assertThat(flush.result()).isTrue();
    }

    @Test
    void shouldNotFlushOnAForgedAcknowledgement() {
        MemoryPair pair = attach(new MemoryPair());
        sending.offer(MessageKind.TEXT, text("one"));
        int acknowledged = Side.CLIENT.ownLineOffset()
                + SegmentDescriptor.ACKNOWLEDGED_OFFSET;
        pair.segment.putLongRelease(acknowledged, Long.MAX_VALUE - 7);
        assertThat(blocking.flush(System.nanoTime() + 20_000_000)).isFalse();
        assertThat(pair.server.failure()).contains("acknowledged position");
    }

    @Test
    void shouldFlushAtOnceBetweenAttachmentsIfNothingWaits() {
        assertThat(blocking.flush(inAnHour())).isTrue();
        sending.sendWithoutWaiting(MessageKind.TEXT, text("waits"));
        assertThat(blocking.flush(soon())).isFalse();
    }

    @Test
    void shouldEndWithTheSession() throws Exception {
        MemoryPair pair = attach(new MemoryPair());
        MemoryPair.listenUntilTheEnd(pair.server);
        MemoryPair.fill(pair.server.outgoing());
        Task<Void> sender = Task.run(() -> blocking.send(MessageKind.BINARY, LARGE, inAnHour()));
        Task<Boolean> flush = Task.call(() -> blocking.flush(inAnHour()));
        Patience.until(() -> sender.thread().getState() == Thread.State.TIMED_WAITING);
        pair.client.close();
        Patience.until(pair.server::isOver);
        sending.detach(current::detach);
        current.setState(SessionState.CLOSED);
        sender.assertThrew(SessionClosedException.class);
        flush.assertThrew(SessionClosedException.class);
    }

    @Test
    void shouldEndWithAnInterrupt() throws Exception {
        MemoryPair pair = attach(new MemoryPair());
        MemoryPair.fill(pair.server.outgoing());
        Task<Void> sender = Task.run(() -> blocking.send(MessageKind.BINARY, LARGE, inAnHour()));
        sender.thread().interrupt();
        sender.assertThrew(InterruptedSessionException.class);
        assertThat(sending.offer(MessageKind.BINARY, ByteBuffer.allocate(64))).as("the lock is free").isFalse();
    }

    @Test
    void shouldLeaveTheOutboxAtTheDeadlineOfAClose() {
        MemoryPair pair = attach(new MemoryPair());
        MemoryPair.fill(pair.server.outgoing());
        sending.sendWithoutWaiting(MessageKind.TEXT, text("a".repeat(100)));
        blocking.awaitOutboxEmpty(soon());
        assertThat(sending.outboxLength()).isEqualTo(1);
    }

    private MemoryPair attach(MemoryPair pair) {
        sending.attach(() -> current.attach(pair.server));
        return pair;
    }

    private static long soon() {
        return System.nanoTime() + 1_000_000;
    }
}
