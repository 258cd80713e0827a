// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * How much a reader has acknowledged, for tools that look at the segment. Owns four words beside the acknowledged
 * position, on the line that the reader's next store takes anyway. Used under the reader's lock.
 */
final class AcknowledgedCounts {
    /** In a stream, the counts are stored for each so many messages: for each one would take 10 % of its time. */
    private static final int STEP = 64;

    /** What was read up to a position. */
    private record Passed(long position, long messages, long bytes) {
    }

    private final Segment segment;
    private final int line;
    /** What is not acknowledged, oldest first; empty unless acknowledgements are deferred. */
    private final Deque<Passed> deferred = new ArrayDeque<>();
    private boolean defers;
    private long stored;
    private long messages;
    private long bytes;
    /** How many messages were read when the reader fell asleep last. */
    private long rested;

    AcknowledgedCounts(Segment segment, int line) {
        this.segment = segment;
        this.line = line;
    }

    /** Counts a message that was read. */
    void read(int length) {
        messages++;
        bytes += length;
    }

    /** Remembers what was read up to a position that will be acknowledged later. */
    void defer(long position) {
        defers = true;
        deferred.add(new Passed(position, messages, bytes));
    }

    /** Everything that was read is acknowledged by the caller's next store. */
    void acknowledge() {
        if (defers) {
            deferred.clear();
        }
        if ((messages & STEP - 1) == 0 || messages < STEP) {
            store(messages, bytes);
        }
    }

    /** The same, but only up to a position. */
    void acknowledge(long upTo) {
        while (!deferred.isEmpty() && deferred.element().position() <= upTo) {
            Passed passed = deferred.remove();
            store(passed.messages(), passed.bytes());
        }
    }

    /** There is nothing to read: what was acknowledged and not stored is stored now. */
    void idle() {
        if (messages != stored && !defers) {
            store(messages, bytes);
        }
    }

    private void store(long acknowledgedMessages, long acknowledgedBytes) {
        stored = acknowledgedMessages;
        segment.putLong(line + SegmentDescriptor.MESSAGES_OFFSET, acknowledgedMessages);
        segment.putLong(line + SegmentDescriptor.BYTES_OFFSET, acknowledgedBytes);
    }

    /**
     * The reader has nothing to read and is going to sleep, so the last message was handled just now. Costs a look at
     * the clock for each time that it falls asleep, and none for a message.
     */
    void rest() {
        if (messages != rested) {
            rested = messages;
            segment.putLong(line + SegmentDescriptor.REST_OFFSET,
                    TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()));
        }
    }

    /** The reader is going to read in the wide lane from a position on. */
    void moved(long position) {
        segment.putLong(line + SegmentDescriptor.WIDE_LANE_BEGIN_OFFSET, position);
    }
}
