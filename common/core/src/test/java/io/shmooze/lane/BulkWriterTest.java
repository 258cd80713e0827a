// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.segment.BulkArea;
import io.shmooze.testing.Seed;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ring of blocks against a queue: blocks that are not free do not overlap, and each keeps its content. */
class BulkWriterTest {
    private static final long SEED = Seed.of(BulkWriterTest.class);
    private static final int STEPS = 20_000;
    private static final int FRAME = 24;

    private record Block(long frameEnd, int offset, byte[] content) {
    }

    private final Deque<Block> blocks = new ArrayDeque<>();

    @ParameterizedTest
    @ValueSource(ints = {4096, 8192, 12288, 65536})
    void shouldKeepBlocksUntilTheirFramesAreAcknowledged(int capacity) {
        Random random = new Random(SEED + capacity);
        BulkWriter writer = new BulkWriter(BulkArea.over(ByteBuffer.allocateDirect(capacity)));
        BulkCursor reader = new BulkCursor(capacity);
        long frames = 0;
        for (int i = 0; i < STEPS; i++) {
            byte[] content = new byte[length(random, capacity)];
            random.nextBytes(content);
            boolean room = writer.hasRoom(content.length);
            assertThat(room || !blocks.isEmpty()).as("an empty ring has room").isTrue();
            if (room && random.nextInt(3) > 0) {
                frames += FRAME;
                assertThat(writer.start(content.length)).isEqualTo(reader.start(content.length));
                Block block = new Block(frames, reader.offset(content.length), content);
                assertApart(block, capacity);
                writer.put(ByteBuffer.wrap(content), 0, content.length);
                writer.add(content.length, frames);
                reader.advance(content.length);
                blocks.add(block);
            } else if (!blocks.isEmpty()) {
                long awaited = room ? 0 : writer.awaitedFrameEnd(content.length);
                int upTo = (int) blocks.stream().filter(block -> block.frameEnd < awaited).count();
                acknowledge(writer, room ? random.nextInt(blocks.size()) : upTo);
                assertThat(writer.hasRoom(content.length)).as("where the writer wanted to be woken").isTrue();
                if (blocks.isEmpty()) {
                    reader.restart();
                }
            }
            assertThat(writer.copy(frames + 1)).isNull();
        }
    }

    private void acknowledge(BulkWriter writer, int more) {
        for (Block block : blocks) {
            assertThat(writer.copy(block.frameEnd)).isEqualTo(block.content);
        }
        for (int i = 0; i < more; i++) {
            blocks.remove();
        }
        Block last = blocks.remove();
        writer.free(last.frameEnd);
        assertThat(writer.copy(last.frameEnd)).isNull();
    }

    private void assertApart(Block block, int capacity) {
        assertThat(block.offset % 64).isZero();
        assertThat(block.offset + block.content.length).isLessThanOrEqualTo(capacity);
        for (Block other : blocks) {
            assertThat(block.offset + block.content.length <= other.offset
                    || other.offset + other.content.length <= block.offset).as("%d beside %d", block.offset,
                    other.offset).isTrue();
        }
    }

    private static int length(Random random, int capacity) {
        return 1 + random.nextInt(random.nextInt(4) == 0 ? capacity / 2 : 200);
    }
}
