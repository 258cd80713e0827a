// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static io.shmooze.session.MemoryPair.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.OutboxFullException;
import io.shmooze.SessionClosedException;
import io.shmooze.lane.UnacknowledgedMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final MemoryPair pair = new MemoryPair();
    private final OutgoingLane lane = pair.server.outgoing();
    private final Outbox outbox = new Outbox(1024);

    OutboxTest() {
        outbox.attached();
    }

    @Test
    void shouldPublishInOrder() {
        outbox.add(MessageKind.TEXT, text("one"));
        outbox.add(MessageKind.TEXT, text("two"));
        assertThat(outbox.size()).isEqualTo(2);
        assertThat(outbox.hasUnblocked()).isTrue();
        assertThat(outbox.publish(lane)).isTrue();
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("one", "two");
    }

    @Test
    void shouldCopyWhatTheCallerMayChange() {
        ByteBuffer payload = text("one");
        outbox.add(MessageKind.TEXT, payload);
        payload.put(0, (byte) 'x');
        outbox.publish(lane);
        assertThat(pair.readAtClient()).isEqualTo("one");
    }

    @Test
    void shouldWaitForRoomAndBeTold() {
        int filled = MemoryPair.fill(lane);
        outbox.add(MessageKind.TEXT, text("a".repeat(100)));
        assertThat(outbox.publish(lane)).isFalse();
        assertThat(outbox.hasUnblocked()).as("blocked").isFalse();
        assertThat(outbox.canUnblock(lane)).as("nothing acknowledged yet").isFalse();
        long bells = pair.server.bells();
        for (int i = 0; i < filled; i++) {
            pair.readAtClient();
        }
        assertThat(outbox.canUnblock(lane)).isTrue();
        assertThat(pair.client.counts().bells()).as("asked for a bell").isEqualTo(1);
        assertThat(bells).as("nobody has read it yet").isZero();
        assertThat(outbox.publish(lane)).isTrue();
        assertThat(pair.readAtClient()).isEqualTo("a".repeat(100));
    }

    @Test
    void shouldRefuseMoreThanItsLimitButTakeOneMessageOfAnyLength() {
        outbox.add(MessageKind.BINARY, ByteBuffer.allocate(2000));
        assertThatThrownBy(() -> outbox.add(MessageKind.BINARY, ByteBuffer.allocate(1)))
                .isInstanceOf(OutboxFullException.class).hasMessageContaining("1 messages");
        assertThat(outbox.size()).isEqualTo(1);
    }

    @Test
    void shouldSendLostMessagesFirstAndMarked() {
        outbox.add(MessageKind.TEXT, text("new"));
        outbox.sendAgain(List.of(message("first"), message("second")), List.of());
        outbox.publish(lane);
        assertThat(pair.client.incoming().next()).isTrue();
        pair.client.incoming().message().open();
        assertThat(pair.client.incoming().message().redelivered()).isTrue();
        pair.client.incoming().release();
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("second", "new");
    }

    @Test
    void shouldPublishAHalfPublishedMessageAgainFromItsStart() {
        byte[] large = "0123456789".repeat(60).getBytes(StandardCharsets.UTF_8);
        outbox.add(MessageKind.BINARY, ByteBuffer.wrap(large));
        assertThat(outbox.publish(lane)).as("longer than the lane").isFalse();
        assertThat(outbox.detach(lane)).as("not complete").isEmpty();
        assertThat(outbox.size()).isEqualTo(1);
        MemoryPair next = new MemoryPair();
        outbox.attached();
        while (!outbox.publish(next.server.outgoing())) {
            assertThat(next.client.incoming().next()).as("in the midst").isFalse();
        }
        assertThat(next.readAtClient()).isEqualTo(new String(large, StandardCharsets.UTF_8));
    }

    @Test
    void shouldGiveBackWhatThePeerHasNotAcknowledged() {
        outbox.add(MessageKind.TEXT, text("one"));
        outbox.add(MessageKind.TEXT, text("two"));
        outbox.publish(lane);
        pair.readAtClient();
        List<UnacknowledgedMessage> left = outbox.detach(lane);
        assertThat(left).extracting(it -> StandardCharsets.UTF_8.decode(it.payload()).toString())
                .containsExactly("two");
        assertThat(outbox.publish(null)).isTrue();
        outbox.add(MessageKind.TEXT, text("three"));
        assertThat(outbox.publish(null)).as("without an attachment").isFalse();
        assertThat(outbox.hasUnblocked()).as("without an attachment").isFalse();
    }

    @Test
    void shouldNotTryAgainOnAnAttachmentThatFailed() {
        pair.server.fail(new IllegalStateException("failed"));
        outbox.add(MessageKind.TEXT, text("left"));
        assertThat(outbox.publish(lane)).isFalse();
        assertThat(outbox.hasUnblocked()).isFalse();
    }

    @Test
    void shouldDrainToAnAttachmentThatThisSideHasClosed() {
        pair.server.close();
        outbox.add(MessageKind.TEXT, text("one"));
        assertThat(outbox.publish(lane)).isTrue();
        assertThat(outbox.detach(lane)).as("nobody reads it").hasSize(1);
    }

    @Test
    void shouldHandOutWhatIsLeftAtTheEndAndTakeNoMore() {
        outbox.add(MessageKind.TEXT, text("left"));
        assertThat(outbox.close()).hasSize(1);
        assertThat(outbox.isEmpty()).isTrue();
        assertThatThrownBy(() -> outbox.add(MessageKind.TEXT, text("late"))).isInstanceOf(SessionClosedException.class);
    }

    /** A question that waits for a client's next server, which is one of an older program. */
    @Test
    void shouldNotPublishAQuestionToAPeerThatKnowsNone() {
        for (Set<Feature> features : List.of(Set.<Feature>of(), Set.of(Feature.QUESTIONS))) {
            MemoryPair next = new MemoryPair(MemoryPair.options(null), features);
            outbox.attached();
            outbox.add(MessageKind.QUESTION, ByteBuffer.allocate(8), new MessageFuture(null, null, false));
            outbox.add(MessageKind.TEXT, text("after it"));
            assertThat(outbox.publish(next.server.outgoing())).isTrue();
            assertThat(next.client.incoming().next()).isTrue();
            assertThat(next.client.incoming().payload().isPlain()).isEqualTo(features.isEmpty());
        }
    }

    @Test
    void shouldHaveMoreRoomForFailuresButNotForEver() {
        ByteBuffer megabyte = ByteBuffer.allocate(1 << 20);
        int added = 0;
        while (added << 20 <= Outbox.ROOM_FOR_FAILURES - (1 << 20)) {
            outbox.add(MessageKind.FAILURE, megabyte, new AlwaysDue());
            added++;
        }
        assertThatThrownBy(() -> outbox.add(MessageKind.ANSWER, ByteBuffer.allocate(8), new AlwaysDue()))
                .isInstanceOf(OutboxFullException.class);
        assertThatThrownBy(() -> outbox.add(MessageKind.FAILURE, megabyte, new AlwaysDue()))
                .isInstanceOf(OutboxFullException.class);
    }

    private static final class AlwaysDue implements Publishable {
        @Override
        public boolean isDue(OutgoingLane on) {
            return true;
        }

        @Override
        public void published() {
            // Nothing depends on it.
        }
    }

    private static UnacknowledgedMessage message(String text) {
        return new UnacknowledgedMessage(MessageKind.TEXT, text(text), false);
    }
}
