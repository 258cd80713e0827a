// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static io.shmooze.session.MemoryPair.inAnHour;
import static io.shmooze.session.MemoryPair.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.DetachReason;
import io.shmooze.MessageKind;
import io.shmooze.ProtocolException;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.testing.InMemoryWire;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import io.shmooze.testing.TestSegment;
import io.shmooze.wait.Doorbell;
import io.shmooze.wait.SessionThread;
import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AttachmentTest {
    private final MemoryPair pair = new MemoryPair();

    @Test
    void shouldSayWhoClosed() {
        pair.server.close();
        assertThat(pair.server.reason()).isEqualTo(DetachReason.CLOSED_HERE);
        assertThat(pair.client.reason()).isEqualTo(DetachReason.CLOSED_BY_PEER);
    }

    @Test
    void shouldTakeAHangUpWithoutACloseForADeath() throws Exception {
        pair.server.fail(new ProtocolException("the client was bad"));
        assertThat(pair.client.incoming().awaitArrivals(inAnHour())).isFalse();
        assertThat(pair.client.isOver()).isTrue();
        assertThat(pair.client.reason()).isEqualTo(DetachReason.PEER_DIED);
        assertThat(pair.server.reason()).isEqualTo(DetachReason.FAILED);
        assertThat(pair.server.failure()).isEqualTo("the client was bad");
    }

    @Test
    void shouldKeepTheFirstFailure() {
        pair.server.fail(new ProtocolException("first"));
        pair.server.fail(new ProtocolException("second"));
        assertThat(pair.server.failure()).isEqualTo("first");
    }

    @Test
    void shouldTellATruncationByItsError() {
        pair.server.fail(new InternalError("a fault occurred in an unsafe memory access operation"));
        assertThat(pair.server.failure()).contains("truncated");
        assertThat(pair.server.outgoing().hasRoom()).isFalse();
        assertThat(pair.server.incoming().next()).isFalse();
    }

    @Test
    void shouldNotWakeAPeerThatSaysItNeverSleeps() {
        MemoryPair pair = new MemoryPair(MemoryPair.options(null), Set.of(Feature.CLIENT_SPINS));
        for (Side side : Side.values()) {
            pair.segment.putIntRelease(side.ownLineOffset() + SegmentDescriptor.ARRIVALS_EPOCH_OFFSET, 1);
        }
        assertThat(pair.server.outgoing().publishWhole(MessageKind.TEXT, MemoryPair.text("to the client"))).isTrue();
        assertThat(pair.server.counts().bells()).isZero();
        assertThat(pair.client.outgoing().publishWhole(MessageKind.TEXT, MemoryPair.text("to the server"))).isTrue();
        assertThat(pair.client.counts().bells()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldShowToToolsHowOftenItSleepsAndRings(boolean inspected) throws Exception {
        MemoryPair pair = new MemoryPair(MemoryPair.options(null), inspected ? Set.of(Feature.INSPECTION) : Set.of());
        int server = SegmentDescriptor.SERVER_LINE_OFFSET;
        for (int i = 1; i <= 3; i++) {
            long before = pair.server.counts().sleeps();
            Task<Boolean> waiting = Task.call(() -> pair.server.incoming().awaitArrivals(inAnHour()));
            Patience.until(() -> pair.server.counts().sleeps() > before);
            assertThat(pair.client.outgoing().publishWhole(MessageKind.TEXT, text("hello"))).isTrue();
            assertThat(waiting.result()).isTrue();
            assertThat(MemoryPair.read(pair.server.incoming())).isEqualTo("hello");
            assertThat(pair.client.counts().bells()).isEqualTo(i);
            assertThat(pair.segment.getLongAcquire(server + SegmentDescriptor.SLEEPS_OFFSET))
                    .isEqualTo(inspected ? pair.server.counts().sleeps() : 0);
            assertThat(pair.segment.getLongAcquire(SegmentDescriptor.CLIENT_LINE_OFFSET
                    + SegmentDescriptor.BELLS_OFFSET)).isEqualTo(inspected ? i : 0);
            long rest = pair.segment.getLongAcquire(server + SegmentDescriptor.REST_OFFSET);
            assertThat(rest == 0).as("has not slept after a message").isEqualTo(!inspected || i == 1);
        }
    }

    @Test
    void shouldFailOnAFloodOfBells() {
        InMemoryWire wire = InMemoryWire.create();
        Attachment attachment = Attachment.open(new HandshakeResult(TestSegment.inMemory(1024), Side.SERVER,
                Doorbell.open(wire, "test", false), null, MemoryPair.LIMIT, Set.of()), MemoryPair.options(null));
        attachment.startBellReader();
        Patience.until(() -> {
            for (int i = 0; i < 100; i++) {
                wire.other().ring();
            }
            return attachment.isOver();
        });
        assertThat(attachment.failure()).contains("Bell flood");
    }

    @Test
    void shouldEndAWaitForRoomAndForArrivalsWhenThePeerHangsUp() throws Exception {
        MemoryPair.fill(pair.server.outgoing());
        Task<Boolean> room = Task.call(() -> pair.server.outgoing().awaitRoom(inAnHour()));
        Task<Boolean> arrivals = Task.call(() -> pair.server.incoming().awaitArrivals(inAnHour()));
        pair.client.close();
        assertThat(room.result()).isFalse();
        assertThat(arrivals.result()).isFalse();
        assertThat(pair.server.outgoing().acknowledgement().awaitAcknowledged(64, inAnHour())).isFalse();
    }

    @Test
    void shouldAcknowledgeFragmentsBeforeTheMessageIsWhole() {
        PendingMessage large = new PendingMessage().borrow(MessageKind.BINARY, ByteBuffer.allocate(1000));
        int rounds = 0;
        while (!pair.server.outgoing().publish(large)) {
            assertThat(pair.client.incoming().next()).as("in the midst").isFalse();
            rounds++;
        }
        assertThat(rounds).isPositive();
        assertThat(pair.readAtClient()).hasSize(1000);
        assertThat(pair.server.outgoing().messages()).isEqualTo(1);
        assertThat(pair.server.outgoing().bytes()).isEqualTo(1000);
    }

    @Test
    void shouldWakeAReaderThatListens() throws Exception {
        CallbackClock clock = new CallbackClock(new CurrentAttachment("memory"), Deadlines.CLOCK);
        Task<Void> listener = Task.run(() -> {
            while (!pair.client.incoming().hasArrivals()) {
                pair.client.incoming().listen(() -> false, clock);
            }
        }, body -> new SessionThread(body, "listener"));
        pair.server.outgoing().publishWhole(MessageKind.TEXT, text("a"));
        listener.result();
    }

    @Test
    void shouldLeaveTheSegmentToNobodyOnceRetired() {
        pair.server.close();
        pair.server.retire();
        assertThat(pair.server.outgoing().acknowledgement().isUnresponsive()).isFalse();
        pair.server.close();
        assertThat(pair.server.failure()).isNull();
    }
}
