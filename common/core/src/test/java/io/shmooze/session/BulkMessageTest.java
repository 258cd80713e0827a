// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.lane.UnacknowledgedMessage;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that are longer than a frame of the lane, between two attachments with bulk areas. */
@Timeout(60)
class BulkMessageTest {
    private static final int BULK = 8192;
    private static final int LARGEST_BLOCK = BULK / 2;
    /** Frames of 24 bytes that the lane holds beside the zeroed header. */
    private static final int FRAMES = 13;

    /** Offset in the segment, after two frames of 24 bytes. */
    private static final int THIRD_FRAME = 384 + 48;

    private final MemoryPair pair = new MemoryPair(MemoryPair.options(null), BULK);
    private final OutgoingLane out = pair.server.outgoing();
    private final PendingMessage message = new PendingMessage();

    private static ByteBuffer text(int number, int length) {
        return MemoryPair.text(String.format("%04d", number) + "x".repeat(length - 4));
    }

    @Test
    void shouldPassLongMessagesWhole() {
        for (int i = 0; i < 1000; i++) {
            int length = 145 + i * 37 % (LARGEST_BLOCK - 144);
            assertThat(out.publishWhole(MessageKind.TEXT, text(i, length))).as("length %d", length).isTrue();
            assertThat(pair.readAtClient()).hasSize(length).startsWith(String.format("%04d", i));
        }
        assertThat(out.frames()).as("padding included").isBetween(1000L, 1200L);
    }

    @Test
    void shouldHoldAsManyAsTheLaneHasFrames() {
        int count = 0;
        while (out.publishWhole(MessageKind.TEXT, text(count, 200))) {
            count++;
        }
        assertThat(count).isEqualTo(FRAMES);
        assertThat(out.hasRoom()).isFalse();
        assertThat(MemoryPair.readAll(pair.client.incoming())).hasSize(FRAMES);
        assertThat(out.publishWhole(MessageKind.TEXT, text(count, 200))).isTrue();
    }

    @Test
    void shouldTakeLittleMemoryForAFewAtATime() {
        // One step of memory; everything behind it cannot be had.
        MemoryPair pair64 = new MemoryPair(MemoryPair.options(null), 1 << 20, 64 * 1024);
        for (int i = 0; i < 1000; i++) {
            assertThat(pair64.server.outgoing().publishWhole(MessageKind.TEXT, text(i, 4000))).isTrue();
            assertThat(pair64.readAtClient()).hasSize(4000).startsWith(String.format("%04d", i));
        }
    }

    @Test
    void shouldWaitForRoomInTheArea() {
        assertThat(out.publishWhole(MessageKind.TEXT, text(1, LARGEST_BLOCK))).isTrue();
        assertThat(out.publishWhole(MessageKind.TEXT, text(2, LARGEST_BLOCK))).isTrue();
        assertThat(out.fits(200)).isFalse();
        assertThat(out.canHold(200)).isTrue();
        assertThat(out.publish(message.borrow(MessageKind.TEXT, text(3, 200)))).isFalse();
        assertThat(out.hasRoom()).isFalse();
        assertThat(out.publishWhole(MessageKind.TEXT, text(3, 100))).as("the lane has room").isTrue();
        assertThat(pair.readAtClient()).startsWith("0001");
        assertThat(out.fits(200)).isTrue();
        assertThat(out.publish(message.borrow(MessageKind.TEXT, text(4, 200)))).isTrue();
        assertThat(MemoryPair.readAll(pair.client.incoming())).hasSize(3).last().asString().startsWith("0004");
    }

    @Test
    void shouldWakeASenderThatSleepsForTheArea() throws Exception {
        out.publishWhole(MessageKind.TEXT, text(1, LARGEST_BLOCK));
        out.publishWhole(MessageKind.TEXT, text(2, LARGEST_BLOCK));
        assertThat(out.publish(message.borrow(MessageKind.TEXT, text(3, 200)))).isFalse();
        Thread reader = new Thread(() -> pair.readAtClient());
        reader.start();
        assertThat(out.awaitRoom(MemoryPair.inAnHour())).isTrue();
        assertThat(out.publish(message)).isTrue();
        reader.join();
    }

    @Test
    void shouldPassAMessageThatIsLongerThanTheArea() {
        ByteBuffer longest = text(7, MemoryPair.LIMIT);
        assertThat(out.canHold(MemoryPair.LIMIT) || out.fits(MemoryPair.LIMIT)).isFalse();
        message.borrow(MessageKind.TEXT, longest);
        String read = null;
        int passes = 0;
        while (!out.publish(message)) {
            assertThat(pair.readAtClient()).isNull();
            passes++;
        }
        read = pair.readAtClient();
        assertThat(read).hasSize(MemoryPair.LIMIT).startsWith("0007");
        assertThat(passes).isBetween(MemoryPair.LIMIT / BULK - 1, MemoryPair.LIMIT / BULK * 2);
    }

    @Test
    void shouldKnowWhatWasNotAcknowledged() {
        out.publishWhole(MessageKind.TEXT, text(1, 3000));
        out.publishWhole(MessageKind.BINARY, text(2, 10));
        out.publishWhole(MessageKind.BINARY, text(3, 300));
        assertThat(out.publish(message.borrow(MessageKind.TEXT, text(4, 5000)))).isFalse();
        pair.readAtClient();
        assertThat(out.publish(message)).isTrue();
        // The peer can scribble on the words in the lane; the sender has a record of its own.
        pair.segment.putLong(THIRD_FRAME + 8, Long.MAX_VALUE);
        pair.segment.putLong(THIRD_FRAME + 16, Long.MAX_VALUE);
        List<UnacknowledgedMessage> left = out.unacknowledged();
        assertThat(left).extracting(UnacknowledgedMessage::payload)
                .containsExactly(text(2, 10), text(3, 300), text(4, 5000));
        assertThat(left).extracting(UnacknowledgedMessage::kind)
                .containsExactly(MessageKind.BINARY, MessageKind.BINARY, MessageKind.TEXT);
    }

    @Test
    void shouldClaimBlocks() {
        for (int length : new int[] {145, 1000, LARGEST_BLOCK}) {
            ByteBuffer block = out.claim(length);
            assertThat(block.capacity()).isEqualTo(length);
            block.put(text(5, length));
            out.commit(MessageKind.TEXT, length);
            assertThat(pair.readAtClient()).hasSize(length).startsWith("0005");
        }
        assertThat(out.isFragmented(LARGEST_BLOCK)).isFalse();
        assertThat(out.isFragmented(LARGEST_BLOCK + 1)).isTrue();
    }

    @Test
    void shouldFragmentWhenThereIsNoMemory() {
        MemoryPair full = new MemoryPair(MemoryPair.options(null), BULK, 0);
        OutgoingLane lane = full.server.outgoing();
        assertThat(lane.isFragmented(200)).isTrue();
        assertThat(lane.publishWhole(MessageKind.TEXT, text(1, 200))).isFalse();
        assertThat(lane.publish(message.borrow(MessageKind.TEXT, text(1, 200)))).isTrue();
        assertThat(full.readAtClient()).hasSize(200).startsWith("0001");
        message.borrow(MessageKind.TEXT, text(2, LARGEST_BLOCK + 1000));
        while (!lane.publish(message)) {
            assertThat(full.readAtClient()).isNull();
        }
        assertThat(lane.unacknowledged()).hasSize(1);
        assertThat(full.readAtClient()).hasSize(LARGEST_BLOCK + 1000);
    }
}
