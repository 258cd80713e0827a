// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static io.shmooze.session.MemoryPair.inAnHour;
import static io.shmooze.session.MemoryPair.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a reader acknowledges: each message, or passes. A lane of these pairs has 320 bytes, a quarter 80. */
@Timeout(60)
class PassAcknowledgementTest {
    private static final int SERVER_ROOM = Side.SERVER.ownLineOffset() + SegmentDescriptor.ROOM_EPOCH_OFFSET;
    private static final int FRAME = 16;

    private final CurrentAttachment current = new CurrentAttachment("memory");
    private final ReceivingEnd receiving = MemoryPair.receivingEnd(current);
    private final List<Long> acknowledgedBefore = new ArrayList<>();

    @Test
    void shouldAcknowledgeEachMessageUnlessAsked() {
        MemoryPair pair = attach(new MemoryPair());
        publish(pair, 3, 8);
        poll(pair, 10);
        assertThat(acknowledgedBefore).containsExactly(0L, 16L, 32L);
        assertThat(acknowledged(pair)).isEqualTo(3 * FRAME);
    }

    @Test
    void shouldAcknowledgeAPassAtItsEnd() {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.acknowledgingPasses()));
        publish(pair, 4, 8);
        assertThat(poll(pair, 3)).isEqualTo(3);
        assertThat(acknowledgedBefore).containsExactly(0L, 0L, 0L);
        assertThat(acknowledged(pair)).as("the pass ended at its limit").isEqualTo(3 * FRAME);
        assertThat(poll(pair, 3)).isEqualTo(1);
        assertThat(acknowledged(pair)).as("the lane was empty").isEqualTo(4 * FRAME);
    }

    @Test
    void shouldAcknowledgeALongPassByQuartersOfTheLane() {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.acknowledgingPasses()));
        publish(pair, 4, 64);
        poll(pair, 10);
        assertThat(acknowledgedBefore).containsExactly(0L, 0L, 144L, 144L);
        assertThat(acknowledged(pair)).isEqualTo(288);
    }

    @Test
    void shouldAcknowledgeALongMessageInABulkAreaAtOnce() {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.acknowledgingPasses(), 64 * 1024));
        publish(pair, 2, 1000);
        poll(pair, 10);
        assertThat(acknowledgedBefore.get(1)).isPositive();
    }

    @Test
    void shouldNotCountEmptyMessagesAsNothing() {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.acknowledgingPasses()));
        publish(pair, 1, 0);
        poll(pair, 10);
        assertThat(acknowledged(pair)).isEqualTo(8);
    }

    @Test
    void shouldLeaveThePassUnacknowledgedIfACallbackCloses() {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.acknowledgingPasses()));
        publish(pair, 3, 8);
        int[] count = new int[1];
        receiving.poll(null, (session, message) -> {
            if (++count[0] == 2) {
                pair.client.close();
            }
        }, 10);
        assertThat(count[0]).isEqualTo(2);
        assertThat(pair.server.outgoing().unacknowledged()).hasSize(3);
    }

    @Test
    void shouldAcknowledgeWhatWasHandledWhenTheHandlerThrows() {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.acknowledgingPasses()));
        publish(pair, 3, 8);
        int[] count = new int[1];
        assertThatThrownBy(() -> receiving.poll(null, (session, message) -> {
            if (++count[0] == 2) {
                throw new IllegalArgumentException("by the handler");
            }
        }, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThat(acknowledged(pair)).isEqualTo(2 * FRAME);
    }

    @Test
    void shouldRingForRoomAfterThePassIsAcknowledged() {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.acknowledgingPasses()));
        publish(pair, 2, 8);
        pair.segment.putIntRelease(SERVER_ROOM, 1);
        receiving.poll(null, (session, message) ->
                assertThat(pair.client.counts().bells()).as("nothing is acknowledged").isZero(), 10);
        assertThat(pair.client.counts().bells()).isEqualTo(1);
    }

    @Test
    void shouldWakeASenderThatSleepsUntilThereIsRoom() throws Exception {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.acknowledgingPasses()));
        CurrentAttachment servers = new CurrentAttachment("memory");
        SendingEnd sending = new SendingEnd(servers, MemoryPair.LIMIT);
        sending.attach(() -> servers.attach(pair.server));
        int messages = 2_000;
        Task<Void> sender = Task.run(() -> {
            BlockingSender blocking = new BlockingSender(servers, sending);
            for (int i = 0; i < messages; i++) {
                blocking.send(MessageKind.BINARY, ByteBuffer.allocate(i % 100), inAnHour());
            }
            assertThat(blocking.flush(inAnHour())).isTrue();
        });
        int[] count = new int[1];
        Patience.until(() -> (count[0] += poll(pair, 1 + count[0] % 7)) == messages);
        sender.result();
    }

    @Test
    void shouldAcknowledgeWhatItKeepsForAnApplicationThatPolls() {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.acknowledgingPasses()));
        publish(pair, 2, 8);
        List<MessageCopy> kept = new ArrayList<>();
        assertThat(pair.client.incoming().moveTo((payload, copy) -> kept.add(copy))).isTrue();
        assertThat(acknowledged(pair)).isEqualTo(FRAME);
        assertThat(pair.client.incoming().moveTo((payload, copy) -> kept.add(copy))).isTrue();
        assertThat(pair.client.incoming().moveTo((payload, copy) -> kept.add(copy))).isFalse();
        assertThat(pair.server.outgoing().unacknowledged()).isEmpty();
    }

    @Test
    void shouldPassAMessageThatIsLongerThanTheLane() throws Exception {
        MemoryPair pair = attach(new MemoryPair(MemoryPair.acknowledgingPasses()));
        CurrentAttachment servers = new CurrentAttachment("memory");
        SendingEnd sending = new SendingEnd(servers, MemoryPair.LIMIT);
        sending.attach(() -> servers.attach(pair.server));
        Task<Void> sender = Task.run(() -> {
            BlockingSender blocking = new BlockingSender(servers, sending);
            blocking.send(MessageKind.TEXT, text("short"), inAnHour());
            blocking.send(MessageKind.TEXT, text("x".repeat(5000)), inAnHour());
        });
        List<Integer> lengths = new ArrayList<>();
        Patience.until(() -> receiving.poll(null, (session, message) -> lengths.add(message.length()), 2) >= 0
                && lengths.size() == 2);
        sender.result();
        assertThat(lengths).containsExactly(5, 5000);
    }

    private MemoryPair attach(MemoryPair pair) {
        receiving.locked(() -> current.attach(pair.client));
        return pair;
    }

    private static void publish(MemoryPair pair, int count, int length) {
        for (int i = 0; i < count; i++) {
            assertThat(pair.server.outgoing().publish(new PendingMessage().borrow(MessageKind.BINARY,
                    ByteBuffer.allocate(length)))).isTrue();
        }
    }

    private int poll(MemoryPair pair, int limit) {
        return receiving.poll(null, (session, message) -> acknowledgedBefore.add(acknowledged(pair)), limit);
    }

    private static long acknowledged(MemoryPair pair) {
        return pair.server.outgoing().acknowledgement().acknowledged();
    }
}
