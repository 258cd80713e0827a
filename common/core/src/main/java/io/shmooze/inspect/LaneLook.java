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
    /** Any frame may come next. */
    static final int ANY_NUMBER = -1;
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
    private List<FrameStatus> frames = List.of();
    /** Bytes of blocks that were copied. */
    private long copied;
    private String flaw;
    private boolean ended;
    private int nextNumber;

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
        boolean possible = acknowledged >= 0 && acknowledged % FrameHeader.LENGTH == 0;
        walk(acknowledged, possible && isReaderInWideLane(acknowledged), ANY_NUMBER, possible ? Long.MAX_VALUE : 0);
        if (!possible) {
            flaw = "the acknowledged position is " + acknowledged;
        }
    }

    /**
     * Reads the frames from a place on where one begins, up to the first header that is not published, or for so many
     * bytes of the lane. Whether they were overwritten meanwhile is for the caller to find out.
     *
     * @param from position of the first frame
     * @param inWideLane whether that is in the wide lane
     * @param number of the first frame; {@link #ANY_NUMBER} if that is not known
     * @param most bytes of the lane, and of copies of blocks
     */
    void walk(long from, boolean inWideLane, int number, long most) throws IOException {
        begin = from;
        position = from;
        messages = 0;
        bytes = 0;
        blockBytes = 0;
        more = 0;
        copied = 0;
        frames = new ArrayList<>();
        flaw = null;
        wide = inWideLane;
        ended = false;
        nextNumber = number;
        while (position - begin + copied < most && flaw == null && !ended) {
            FrameHeader header = header();
            ended = !header.isPublished();
            if (!ended && isSound(header)) {
                take(header);
            }
        }
    }

    /** The frames of the last walk. */
    List<FrameStatus> frames() {
        return frames;
    }

    /** Where the last walk has ended: the next frame begins there. */
    long position() {
        return position;
    }

    /** Whether that is in the wide lane. */
    boolean isWide() {
        return wide;
    }

    /** The number of the next frame; {@link #ANY_NUMBER} if no frame was found and none was known. */
    int nextNumber() {
        return nextNumber;
    }

    /** Whether the last walk has come to a header that is not published. */
    boolean hasEnded() {
        return ended;
    }

    /** Why the last walk could not go on, a sentence without its end; null if it could. */
    String flaw() {
        return flaw;
    }

    private FrameHeader header() throws IOException {
        return new FrameHeader(segment.getLong(at()));
    }

    /** In the file. */
    private long at() {
        return wide ? wideBase + position % layout.wideLaneLength() : base + position % capacity;
    }

    private boolean isSound(FrameHeader header) {
        int length = wide ? layout.wideLaneLength() : capacity;
        int left = (int) (length - position % length);
        if (!header.isPossible(left, layout.bulkLength() > 0, canMove())) {
            flaw = String.format("at position %d there is 0x%016x, which is no header of a frame", position,
                    header.word());
        } else if (nextNumber != ANY_NUMBER && header.number() != nextNumber) {
            flaw = String.format("at position %d there is frame number %d instead of %d", position, header.number(),
                    nextNumber);
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
            return;
        }
        if (FrameStatus.carries(header)) {
            messages += header.has(FrameDescriptor.END) ? 1 : 0;
            bytes += length;
            blockBytes += block ? length : 0;
        }
        if (frames.size() < mostFrames) {
            long from = block ? layout.areaOffset(writer) + blockPosition % layout.bulkLength() : payload;
            byte[] head = head(header, from, (int) length);
            copied += block ? head.length : 0;
            frames.add(new FrameStatus(position, wide, header, blockPosition, (int) length, head));
        } else {
            more++;
        }
        position += header.frameLength();
        nextNumber = header.nextNumber();
        wide |= header.has(FrameDescriptor.MOVED);
    }

    private boolean isSoundBlock(long start, long length) {
        return start >= 0 && length >= 1 && length <= FrameHeader.maxBlockLength(layout.bulkLength())
                && start % layout.bulkLength() + length <= layout.bulkLength();
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
    boolean isReaderInWideLane(long acknowledged) throws IOException {
        if (layout.wideLaneLength() == 0) {
            return false;
        }
        if (told) {
            long followed = segment.getLong(writer.other().ownLineOffset() + SegmentDescriptor.WIDE_LANE_BEGIN_OFFSET);
            return followed > 0 && acknowledged >= followed;
        }
        return segment.hasData(wideBase, layout.wideLaneLength()) && !leadsToTheMove(acknowledged);
    }

    private boolean leadsToTheMove(long acknowledged) throws IOException {
        long at = acknowledged;
        FrameHeader last = null;
        while (at - acknowledged < capacity) {
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
