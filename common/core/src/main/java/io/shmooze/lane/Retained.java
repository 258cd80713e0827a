// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.segment.Segment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What it takes to send again: the lane itself still holds whole frames, this object holds the messages that were
 * cut.
 */
final class Retained {
    private record Entry(long end, Unacknowledged message) {
    }

    /** A sender fills one while the reader consumes the other. */
    private static final int SPARES = 2;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Deque<ByteBuffer> spares = new ArrayDeque<>();

    /** Copies a payload, into the memory of a message that is acknowledged if that fits. */
    ByteBuffer copy(ByteBuffer payload) {
        int length = payload.remaining();
        ByteBuffer spare = spares.poll();
        ByteBuffer copy = spare == null || spare.capacity() < length ? ByteBuffer.allocate(length)
                : spare.clear().limit(length);
        return copy.put(0, payload, payload.position(), length);
    }

    void add(long end, long acknowledged, Unacknowledged message) {
        forget(acknowledged);
        entries.add(new Entry(end, message));
    }

    void forget(long acknowledged) {
        while (!entries.isEmpty() && entries.peek().end <= acknowledged) {
            keepSpare(entries.remove().message.payload());
        }
    }

    private void keepSpare(ByteBuffer payload) {
        if (payload.capacity() <= Assembly.KEPT_SIZE && spares.size() < SPARES) {
            spares.add(payload);
        }
    }

    /**
     * The complete messages between two positions. The frames have to be numbered without a gap up to the next
     * number: else the peer has written where only this side writes, or acknowledged half a frame, and nothing there
     * can be believed.
     */
    List<Unacknowledged> collect(Segment segment, int base, int capacity, long acknowledged, long position, int next) {
        forget(acknowledged);
        List<Unacknowledged> found = new ArrayList<>();
        long at = acknowledged;
        int number = -1;
        while (at < position) {
            int offset = (int) (at % capacity);
            long header = segment.getLongAcquire(base + offset);
            boolean follows = number < 0 || FrameDescriptor.number(header) == (number + 1 & 0xFFFF);
            if (!follows || !FrameDescriptor.isPossible(header, capacity - offset)) {
                return List.of();
            }
            number = FrameDescriptor.number(header);
            at += FrameDescriptor.frameLength(FrameDescriptor.length(header));
            if (FrameDescriptor.isWhole(header)) {
                found.add(copy(segment, base + offset, header));
            } else if ((FrameDescriptor.flags(header) & FrameDescriptor.END) != 0
                    && !entries.isEmpty() && entries.peek().end == at) {
                found.add(entries.remove().message);
            }
        }
        return number < 0 || number == (next - 1 & 0xFFFF) ? found : List.of();
    }

    private static Unacknowledged copy(Segment segment, int offset, long header) {
        byte[] payload = new byte[FrameDescriptor.length(header)];
        segment.get(offset + FrameDescriptor.HEADER_LENGTH, payload, 0, payload.length);
        boolean redelivered = (FrameDescriptor.flags(header) & FrameDescriptor.REDELIVERED) != 0;
        return new Unacknowledged(FrameDescriptor.kindOf(FrameDescriptor.kind(header)), ByteBuffer.wrap(payload),
                redelivered);
    }
}
