// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.lane.FrameDescriptor;
import io.shmooze.lane.FrameHeader;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentLayout;
import io.shmooze.segment.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a lane from the reader's acknowledged position up to the first header that is not published. The lane is in
 * use: what was acknowledged meanwhile may be overwritten. So the position is loaded once more at the end; if it has
 * changed and the frames make no sense, they are read again.
 *
 * <p>Each step advances by at least a header, and what lies between the two positions is at most as long as the lanes,
 * so a hostile lane is left after as many steps.
 */
final class LaneLook {
    /** A stream that is faster than these looks is only said to be so. */
    private static final int MOST_LOOKS = 20;

    private final SegmentBytes segment;
    private final SegmentLayout layout;
    private final Side writer;
    /** Whether the reader says when it is in the wide lane. */
    private final boolean told;
    private final int mostFrames;
    private final int mostHead;
    private final int capacity;
    private final long base;
    private final long wideBase;
    private final long acknowledgedOffset;

    private long begin;
    private long position;
    private boolean wide;
    private long messages;
    private long bytes;
    private long blockBytes;
    private long more;
    private List<FrameStatus> frames;
    private String flaw;

    LaneLook(SegmentBytes segment, SegmentLayout layout, Side writer, boolean told, int mostFrames, int mostHead) {
        this.told = told;
        this.segment = segment;
        this.layout = layout;
        this.writer = writer;
        this.mostFrames = mostFrames;
        this.mostHead = mostHead;
        this.capacity = SegmentDescriptor.laneCapacity(layout.length());
        this.base = writer.outLaneOffset(capacity);
        this.wideBase = layout.areaOffset(writer) + layout.bulkLength();
        this.acknowledgedOffset = writer.other().ownLineOffset() + SegmentDescriptor.ACKNOWLEDGED_OFFSET;
    }

    LaneStatus look() throws IOException {
        long acknowledged = refreshed();
        for (int i = 0; i < MOST_LOOKS; i++) {
            walk(acknowledged);
            long now = refreshed();
            if (now == acknowledged || flaw == null && now > acknowledged) {
                // What was acknowledged meanwhile may have been written over while its bytes were copied.
                frames.removeIf(frame -> frame.position() < now);
                return status(acknowledged);
            }
            acknowledged = now;
        }
        flaw = "it moves too fast to be read frame by frame";
        frames.clear();
        position = acknowledged;
        return status(acknowledged);
    }

    private LaneStatus status(long acknowledged) {
        return new LaneStatus(acknowledged, position, wide ? layout.wideLaneLength() : capacity, wide, messages, bytes,
                blockBytes, List.copyOf(frames), more, flaw);
    }

    private long refreshed() throws IOException {
        segment.refresh();
        return segment.getLong(acknowledgedOffset);
    }

    private void walk(long acknowledged) throws IOException {
        begin = acknowledged;
        position = acknowledged;
        messages = 0;
        bytes = 0;
        blockBytes = 0;
        more = 0;
        frames = new ArrayList<>();
        flaw = null;
        wide = false;
        if (acknowledged < 0 || acknowledged % FrameHeader.LENGTH != 0) {
            flaw = "the acknowledged position is " + acknowledged;
            return;
        }
        wide = isReaderInWideLane();
        FrameHeader last = null;
        FrameHeader header = header();
        while (header.isPublished() && isSound(header, last)) {
            take(header);
            last = header;
            header = header();
        }
    }

    private FrameHeader header() throws IOException {
        return new FrameHeader(segment.getLong(at()));
    }

    /** In the file. */
    private long at() {
        return wide ? wideBase + position % layout.wideLaneLength() : base + position % capacity;
    }

    private boolean isSound(FrameHeader header, FrameHeader last) {
        int length = wide ? layout.wideLaneLength() : capacity;
        int left = (int) (length - position % length);
        if (!header.isPossible(left, layout.bulkLength() > 0, canMove())) {
            flaw = String.format("at position %d there is 0x%016x, which is no header of a frame", position,
                    header.word());
        } else if (last != null && header.number() != last.nextNumber()) {
            flaw = String.format("at position %d there is frame number %d instead of %d", position, header.number(),
                    last.nextNumber());
        } else if (position + header.frameLength() - begin > (long) capacity + layout.wideLaneLength()) {
            flaw = "more is published than fits";
        }
        return flaw == null;
    }

    private boolean canMove() {
        return !wide && layout.wideLaneLength() > 0;
    }

    private void take(FrameHeader header) throws IOException {
        boolean block = header.has(FrameDescriptor.BULK);
        long payload = at() + FrameHeader.LENGTH;
        long blockPosition = block ? segment.getLong(payload + FrameHeader.BLOCK_POSITION_OFFSET) : -1;
        long length = block ? segment.getLong(payload + FrameHeader.BLOCK_LENGTH_OFFSET) : header.payloadLength();
        if (block && !isSoundBlock(blockPosition, length)) {
            flaw = "the frame at position " + position + " names a block of " + length + " bytes at " + blockPosition;
            length = 0;
        }
        if (FrameStatus.carries(header)) {
            messages += header.has(FrameDescriptor.END) ? 1 : 0;
            bytes += length;
            blockBytes += block ? length : 0;
        }
        if (frames.size() < mostFrames) {
            long from = block ? layout.areaOffset(writer) + offset(blockPosition) : payload;
            frames.add(new FrameStatus(position, wide, header, blockPosition, (int) length,
                    head(header, from, (int) length)));
        } else {
            more++;
        }
        position += header.frameLength();
        wide |= header.has(FrameDescriptor.MOVED);
    }

    private boolean isSoundBlock(long start, long length) {
        return start >= 0 && length >= 1 && length <= FrameHeader.maxBlockLength(layout.bulkLength())
                && start % layout.bulkLength() + length <= layout.bulkLength();
    }

    private long offset(long blockPosition) {
        return flaw == null ? blockPosition % layout.bulkLength() : 0;
    }

    private byte[] head(FrameHeader header, long from, int length) throws IOException {
        int count = FrameStatus.carries(header) ? Math.min(length, mostHead) : 0;
        return segment.get(from, new byte[count]);
    }

    /**
     * Whether the reader has followed the writer to the wide lane. A session with the feature INSPECTION says so. For
     * others: the writer has been there if there is anything in it. Then the reader is there, too, unless its position
     * leads to the frame MOVED, and from there to the frame with the next number.
     */
    private boolean isReaderInWideLane() throws IOException {
        if (layout.wideLaneLength() == 0) {
            return false;
        }
        if (told) {
            long followed = segment.getLong(writer.other().ownLineOffset() + SegmentDescriptor.WIDE_LANE_BEGIN_OFFSET);
            return followed > 0 && position >= followed;
        }
        return segment.hasData(wideBase, layout.wideLaneLength()) && !leadsToTheMove();
    }

    private boolean leadsToTheMove() throws IOException {
        long at = position;
        FrameHeader last = null;
        while (at - position < capacity) {
            FrameHeader next = new FrameHeader(segment.getLong(base + at % capacity));
            if (!next.isPublished() || !next.isPossible((int) (capacity - at % capacity), layout.bulkLength() > 0, true)
                    || last != null && next.number() != last.nextNumber()) {
                return false;
            }
            at += next.frameLength();
            if (next.has(FrameDescriptor.MOVED)) {
                FrameHeader first = new FrameHeader(segment.getLong(wideBase + at % layout.wideLaneLength()));
                return first.isPublished() && first.number() == next.nextNumber();
            }
            last = next;
        }
        return false;
    }
}
