// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.lane.LaneReader.Poll;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Random turns of the two ends of a lane, compared with a queue. */
final class LaneScenario {
    private final LaneRig rig;
    private final Random random;
    private final LaneSizes sizes;
    private final String label;
    /** Messages that are complete and that the reader has not released. */
    private final Deque<UnacknowledgedMessage> pending = new ArrayDeque<>();

    private UnacknowledgedMessage writing;
    private int written;
    private boolean reading;
    private long acknowledged;

    LaneScenario(LaneRig rig, Random random, String label) {
        this.rig = rig;
        this.random = random;
        this.label = label;
        this.sizes = new LaneSizes(rig, random);
    }

    void run(int steps) {
        // Some runs have a full lane most of the time, some an empty one.
        int writes = 1 + random.nextInt(9);
        for (int i = 0; i < steps; i++) {
            if (random.nextInt(10) < writes) {
                writeStep();
            } else {
                readStep();
            }
        }
    }

    void checkUnacknowledged() {
        assertThat(rig.writer.unacknowledged()).as(label).containsExactlyElementsOf(pending);
    }

    private void writeStep() {
        if (writing == null) {
            begin();
        } else if (written > 0 && random.nextInt(30) == 0) {
            writing = null;
        } else {
            writeFrame();
        }
    }

    private void begin() {
        byte[] payload = new byte[sizes.next()];
        random.nextBytes(payload);
        MessageKind kind = random.nextBoolean() ? MessageKind.TEXT : MessageKind.BINARY;
        writing = new UnacknowledgedMessage(kind, ByteBuffer.wrap(payload), random.nextInt(4) == 0);
        written = 0;
        boolean fits = rig.writer.fits(payload.length);
        boolean canHold = rig.writer.canHold(payload.length);
        boolean empty = rig.acknowledged() == rig.writer.position();
        assertThat(fits && !canHold).as("%s: fits, but cannot be held", label).isFalse();
        assertThat(empty && canHold && !fits).as("%s: does not fit the empty lane", label).isFalse();
        boolean takesSeveralBlocks = takesSeveralBlocks(payload.length);
        if (random.nextBoolean()) {
            while (writing != null && writeFrame()) {
                continue;
            }
            // One that takes several blocks is never promised room, and may find it.
            assertThat(writing == null && !takesSeveralBlocks)
                    .as("%s: %d bytes written at once", label, payload.length).isEqualTo(fits);
        }
    }

    private boolean takesSeveralBlocks(int length) {
        int bulk = rig.bulkCapacity();
        return bulk > rig.writer.capacity() && length > bulk / 2;
    }

    private boolean writeFrame() {
        int more = rig.writer.write(writing.kind(), writing.payload(), written, writing.redelivered());
        if (more == LaneWriter.NO_ROOM) {
            assertThat(rig.writer.hasRoom()).as("%s: room after all", label).isFalse();
            return false;
        }
        written += more;
        if (written == writing.payload().remaining()) {
            if (written > more) {
                rig.writer.retain(writing);
            }
            pending.add(writing);
            writing = null;
        }
        return true;
    }

    private void readStep() {
        if (reading) {
            // The peer has gone on writing meanwhile.
            checkPayload();
            rig.reader.release();
            pending.remove();
            reading = false;
        } else {
            poll();
        }
        assertThat(rig.acknowledged()).as(label).isBetween(acknowledged, rig.writer.position());
        acknowledged = rig.acknowledged();
    }

    private void poll() {
        boolean available = rig.reader.available();
        Poll found = rig.reader.poll();
        assertThat(found != Poll.EMPTY).as(label).isEqualTo(available);
        if (found == Poll.MESSAGE) {
            checkPayload();
            reading = true;
        } else if (found == Poll.EMPTY) {
            assertThat(rig.acknowledged()).as(label).isEqualTo(rig.writer.position());
            assertThat(pending).as(label).isEmpty();
        }
    }

    private void checkPayload() {
        LanePayload payload = rig.reader.payload();
        assertThat(pending).as("%s: read before it was complete", label).isNotEmpty();
        UnacknowledgedMessage read = new UnacknowledgedMessage(payload.kind(), ByteBuffer.wrap(payload.copy()),
                payload.redelivered());
        assertThat(List.of(read)).as(label).containsExactly(pending.element());
        assertThat(payload.view()).as(label).isEqualTo(read.payload());
        assertThat(payload.length()).as(label).isEqualTo(read.payload().remaining());
    }
}
