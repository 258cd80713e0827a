// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.lane.LaneReader.Poll;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** If a sender gives a message up because there was no room in time, the message never arrives. */
class AbandonedMessageTest {
    private static final int LONG = 500;

    private final LaneRig rig = new LaneRig(320);

    @AfterEach
    void unmap() {
        rig.close();
    }

    @Test
    void shouldDropTheHalfWhenAWholeFrameFollows() {
        writeHalf();
        rig.readAll();
        rig.writeAll(text("next"));
        assertNextIs("next");
    }

    @Test
    void shouldDropTheHalfWhenAFragmentedMessageFollows() {
        writeHalf();
        rig.readAll();
        String next = "n".repeat(200);
        rig.writeAll(text(next));
        assertNextIs(next);
    }

    @Test
    void shouldDropTheHalfThatTheReaderHasNotSeenYet() {
        writeHalf();
        rig.writeAll(text("next"));
        assertNextIs("next");
    }

    @Test
    void shouldDropSeveralHalvesInARow() {
        for (int i = 0; i < 10; i++) {
            writeHalf();
            assertThat(rig.readAll()).isZero();
        }
        rig.writeAll(text("next"));
        assertNextIs("next");
    }

    @Test
    void shouldNotCountTheHalfAsUnacknowledged() {
        rig.writeAll(text("whole"));
        writeHalf();
        assertThat(rig.writer.unacknowledged()).extracting(message -> string(message.payload()))
                .containsExactly("whole");
    }

    private void writeHalf() {
        assertThat(rig.write(LONG, 0)).isPositive();
    }

    private void assertNextIs(String text) {
        Poll found = rig.reader.poll();
        while (found == Poll.PARTIAL) {
            found = rig.reader.poll();
        }
        assertThat(found).isEqualTo(Poll.MESSAGE);
        assertThat(string(rig.reader.payload().view())).isEqualTo(text);
        rig.reader.release();
        assertThat(rig.reader.poll()).isEqualTo(Poll.EMPTY);
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String string(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII.decode(bytes).toString();
    }
}
