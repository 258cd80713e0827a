// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Finds the messages of a lane that have to be sent again. Owns copies of the fragmented messages until they are
 * acknowledged; the lane and the bulk area themselves still hold the messages of one frame.
 */
final class RetainedMessages {
    private record RetainedMessage(long end, UnacknowledgedMessage message) {
    }

    /** Two, because a sender fills one while the reader consumes the other. */
    private static final int SPARES = 2;

    private final LaneRing ring;
    /** The wide lane, and where it begins; null if the writer has not moved there. */
    private LaneRing wide;
    private long wideFrom;
    /** Null if there is none. */
    private final BulkWriter bulk;
    private final Deque<RetainedMessage> entries = new ArrayDeque<>();
    private final Deque<ByteBuffer> spares = new ArrayDeque<>();

    RetainedMessages(LaneRing ring, BulkWriter bulk) {
        this.ring = ring;
        this.bulk = bulk;
    }

    /** The lane goes on in the wide lane from a position on. */
    void move(LaneRing to, long from) {
        wide = to;
        wideFrom = from;
    }

    private LaneRing ringAt(long position) {
        return wide == null || position < wideFrom ? ring : wide;
    }

    /** Copies a payload, into the memory of an acknowledged message if there is one that fits. */
    ByteBuffer copy(ByteBuffer payload) {
        int length = payload.remaining();
        ByteBuffer spare = spares.poll();
        ByteBuffer copy = spare == null || spare.capacity() < length ? ByteBuffer.allocate(length)
                : spare.clear().limit(length);
        return copy.put(0, payload, payload.position(), length);
    }

    void add(long end, long acknowledged, UnacknowledgedMessage message) {
        forget(acknowledged);
        entries.add(new RetainedMessage(end, message));
    }

    void forget(long acknowledged) {
        while (!entries.isEmpty() && entries.peek().end <= acknowledged) {
            keepSpare(entries.remove().message.payload());
        }
    }

    private void keepSpare(ByteBuffer payload) {
        if (payload.capacity() <= FragmentAssembler.KEPT_SIZE && spares.size() < SPARES) {
            spares.add(payload);
        }
    }

    /**
     * The complete messages between two positions. The frames must be numbered without a gap up to the next number.
     * Otherwise the peer has written where only this side writes, or has acknowledged a part of a frame; no frame can
     * be trusted then, and there are no messages.
     */
    List<UnacknowledgedMessage> collect(long acknowledged, long position, int next) {
        forget(acknowledged);
        List<UnacknowledgedMessage> found = new ArrayList<>();
        long at = acknowledged;
        int number = -1;
        int flags = FrameDescriptor.LANE_FLAGS | FrameDescriptor.QUESTIONS
                | (bulk == null ? 0 : FrameDescriptor.BULK) | (wide == null ? 0 : FrameDescriptor.MOVED);
        while (at < position) {
            LaneRing lane = ringAt(at);
            int place = lane.at(at);
            long header = lane.memory().getLongAcquire(place);
            boolean follows = number < 0 || FrameDescriptor.number(header) == (number + 1 & 0xFFFF);
            if (!follows || !FrameDescriptor.isPossible(header, lane.left(at), flags)) {
                return List.of();
            }
            number = FrameDescriptor.number(header);
            at += FrameDescriptor.frameLength(FrameDescriptor.length(header));
            if (FrameDescriptor.isWhole(header)) {
                byte[] payload = new byte[FrameDescriptor.length(header)];
                lane.memory().get(place + FrameDescriptor.HEADER_LENGTH, payload, 0, payload.length);
                found.add(message(header, payload));
            } else if (FrameDescriptor.isWholeBlock(header)) {
                byte[] payload = bulk.copy(at);
                if (payload == null) {
                    return List.of();
                }
                found.add(message(header, payload));
            } else if ((FrameDescriptor.flags(header) & FrameDescriptor.END) != 0
                    && !entries.isEmpty() && entries.peek().end == at) {
                found.add(entries.remove().message);
            }
        }
        return number < 0 || number == (next - 1 & 0xFFFF) ? found : List.of();
    }

    private static UnacknowledgedMessage message(long header, byte[] payload) {
        boolean redelivered = (FrameDescriptor.flags(header) & FrameDescriptor.REDELIVERED) != 0;
        return new UnacknowledgedMessage(FrameDescriptor.kindOf(FrameDescriptor.kind(header)), ByteBuffer.wrap(payload),
                redelivered);
    }
}
