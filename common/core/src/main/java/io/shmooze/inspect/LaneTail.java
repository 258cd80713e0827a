// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.lane.FrameDescriptor;
import io.shmooze.lane.FrameHeader;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentLayout;
import io.shmooze.segment.Side;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Follows one lane from outside, by copies of its bytes. Owns how far it has come: the place where the next frame
 * begins. It has no part in the session, so nobody waits for it, and what it reads may be overwritten meanwhile.
 *
 * <p><b>What is shown is whole.</b> As a reader of a sequence lock does, it copies first, then looks how far the writer
 * may have been, and drops what may have been overwritten before the copy was finished. Let {@code c} be the capacity.
 * The bytes of the frame at position {@code q} are overwritten by those of {@code q + c}. There are two proofs that
 * this had not begun:
 * <ol>
 * <li><b>The reader has not acknowledged the frame.</b> A writer writes bytes at {@code q + c} only after it has loaded
 * an acknowledged position beyond {@code q}, and the reader stores that before. So if the position that is loaded here
 * after the copy is {@code q} or less, the writer had loaded none beyond {@code q} before the copy was finished. The
 * same holds for a block of the bulk area.</li>
 * <li><b>The writer had not come so far.</b> After the copy, the headers that follow are read, up to the first one that
 * is not published, at {@code z}. It was loaded after the copy, so during the copy the writer had published nothing
 * beyond {@code z}. It may have been writing the next frame, which is not longer than {@link
 * FrameHeader#maxFrameLength} and is followed by a header of zeros. So all that it had written is before {@code z +
 * maxFrameLength + 8}, and the frame was whole if {@code q + c} is not. A block has no such proof, because the next one
 * may begin in the same place.</li>
 * </ol>
 * The second proof needs that these headers are headers. They are a chain from a place where a frame is known to begin:
 * each is possible, has the next number, and says where the next one is. The chain must meet the acknowledged position
 * that is loaded after it, a word of the reader, which only is where a frame begins, and must not end before it. If the
 * writer has come round meanwhile, what stands in these places are bytes of later frames, with other numbers, or of
 * payloads; the chain breaks or misses the reader's position, and all of it is dropped. To deceive it, the bytes of a
 * payload would have to repeat the very headers that were there, in their places.
 *
 * <p>A session without the feature INSPECTION promises no longest frame, so only the first proof holds for it.
 *
 * <p><b>What is missed is counted</b>, by the reader's own count of messages. It may lag while the reader is busy, and
 * is true whenever it has nothing to read.
 *
 * <p>For one thread.
 */
final class LaneTail {
    /** Bytes of a lane that one look copies: each of our wide lanes, as a whole. */
    static final int MOST_BYTES = 256 * 1024;
    /** The same after something was missed: a lane that is too fast for a tail is not worth more of the processor. */
    private static final int FEW_BYTES = 16 * 1024;
    private static final int TRIES = 2;
    /** A terabyte a second for a week does not come so far. */
    private static final long MOST_POSITION = 1L << 60;
    /** So many looks in a row, in which the reader has not passed a flaw, make it one that will stay. */
    private static final int STAYS = 3;

    private final SegmentBytes segment;
    private final SegmentLayout layout;
    private final int capacity;
    private final int readerLine;
    private final boolean told;
    private final boolean whole;
    private final LaneLook copier;
    private final LaneLook scout;
    private final FrameJoiner joiner;
    private final long base;
    private final long wideBase;

    /** Where the next frame begins; negative before the first look. */
    private long position = -1;
    private boolean wide;
    private int number = LaneLook.ANY_NUMBER;
    private int bite = MOST_BYTES;
    /** Where messages end that were read and are not acknowledged. */
    private final Deque<Long> ends = new ArrayDeque<>();
    private long shown;
    /** What the reader had counted, without what was shown, before anything was missed. */
    private long unseen;
    /** Whether a frame was missed since the beginning. */
    private boolean gap;
    private long missed;
    private long lostFrames;
    private int flawed;
    private String flaw;

    /**
     * For a lane that is followed from now on.
     *
     * @param told whether the session has the feature INSPECTION
     * @param whole whether all that was sent before the first look, and is not there any more, counts as missed
     * @param most bytes of each payload that are kept
     */
    LaneTail(SegmentBytes segment, SegmentLayout layout, Side writer, boolean told, boolean whole, int most) {
        this.whole = whole;
        this.segment = segment;
        this.layout = layout;
        this.told = told;
        this.capacity = SegmentDescriptor.laneCapacity(layout.length());
        this.readerLine = writer.other().ownLineOffset();
        this.base = writer.outLaneOffset(capacity);
        this.wideBase = layout.areaOffset(writer) + layout.bulkLength();
        this.copier = new LaneLook(segment, layout, writer, told, Integer.MAX_VALUE, most);
        this.scout = new LaneLook(segment, layout, writer, told, Integer.MAX_VALUE, 0);
        this.joiner = new FrameJoiner(writer, most);
    }

    /**
     * Copies what has passed since the last look. The first one begins as far back as the bytes of the lane can be
     * told apart: where the lane began its present round.
     *
     * @param messages gets each message that is whole
     * @return whether anything has passed
     */
    boolean look(Consumer<TailedMessage> messages) throws IOException {
        long counted = counted();
        long acknowledged = acknowledged();
        boolean first = position < 0;
        if (first) {
            begin(acknowledged);
        } else if (acknowledged <= position && segment.load(at(position)) == 0) {
            forget(acknowledged);
            settle(counted);
            return false;
        }
        long before = position;
        boolean found = false;
        for (int i = 0; i < TRIES && !found; i++) {
            found = copy(messages);
        }
        if (first && whole) {
            gap = true;
        } else if (first) {
            unseen = counted - (shown - ends.size());
        }
        settle(counted);
        return position != before;
    }

    /**
     * How many messages, or frames if the session does not count, have passed and were not shown. It is exact when the
     * reader has nothing to read, and may be some too many or too few before.
     */
    long missed() {
        return told ? missed : lostFrames;
    }

    /** Why it does not get on, a sentence without its end; null if it does. */
    String flaw() {
        return flaw;
    }

    private long acknowledged() throws IOException {
        return segment.load(readerLine + SegmentDescriptor.ACKNOWLEDGED_OFFSET);
    }

    private long counted() throws IOException {
        return told ? segment.load(readerLine + SegmentDescriptor.MESSAGES_OFFSET) : 0;
    }

    private long at(long where) {
        return wide ? wideBase + where % layout.wideLaneLength() : base + where % capacity;
    }

    private void begin(long acknowledged) throws IOException {
        goTo(acknowledged);
        if (told && acknowledged > 0) {
            long round = acknowledged - acknowledged % (wide ? layout.wideLaneLength() : capacity);
            long earliest = wide ? segment.load(readerLine + SegmentDescriptor.WIDE_LANE_BEGIN_OFFSET) : 0;
            // The position before it cannot have been read yet if the bytes between are more than one look copies.
            position = acknowledged - Math.max(round, earliest) > MOST_BYTES ? acknowledged
                    : Math.min(acknowledged, Math.max(round, earliest));
        }
    }

    /** To a place where a frame begins: the reader is, or was, there. */
    private void goTo(long acknowledged) throws IOException {
        if (acknowledged < 0 || acknowledged > MOST_POSITION || acknowledged % FrameHeader.LENGTH != 0) {
            throw new IOException("the acknowledged position is " + acknowledged);
        }
        position = acknowledged;
        segment.refresh();
        wide = layout.wideLaneLength() > 0 && (wide && !told || copier.isReaderInWideLane(position));
        number = LaneLook.ANY_NUMBER;
        joiner.drop();
    }

    /** Whether it has found out what there is. */
    private boolean copy(Consumer<TailedMessage> messages) throws IOException {
        long acknowledged = acknowledged();
        if (acknowledged - position > (wide ? layout.wideLaneLength() : capacity + layout.wideLaneLength())) {
            lose(acknowledged);
        }
        segment.refresh();
        copier.walk(position, wide, number, bite);
        acknowledged = acknowledged();
        long written = Long.MAX_VALUE;
        long now = acknowledged;
        if (acknowledged > position) {
            written = written();
            now = acknowledged();
            if (!meets(now)) {
                lose(now);
                return false;
            }
        }
        for (FrameStatus frame : copier.frames()) {
            take(frame, acknowledged, frame.wide() == scout.isWide() ? written : moved(), messages);
        }
        noteFlaw(acknowledged);
        position = copier.position();
        wide = copier.isWide();
        number = copier.nextNumber();
        bite = MOST_BYTES;
        forget(now);
        return true;
    }

    /** Up to where the writer may have written into its present lane when the frames were copied. */
    private long written() throws IOException {
        segment.refresh();
        scout.walk(copier.position(), copier.isWide(), copier.nextNumber(), MOST_BYTES);
        int length = scout.isWide() ? layout.wideLaneLength() : capacity;
        return told && scout.hasEnded() && copier.flaw() == null
                ? scout.position() + FrameHeader.maxFrameLength(length) + FrameHeader.LENGTH : Long.MAX_VALUE;
    }

    /** Up to where it has written into the first lane, to which it does not come back. */
    private long moved() {
        for (LaneLook walk : List.of(copier, scout)) {
            for (FrameStatus frame : walk.frames()) {
                if (frame.header().has(FrameDescriptor.MOVED)) {
                    return frame.position() + FrameHeader.LENGTH;
                }
            }
        }
        return Long.MAX_VALUE;
    }

    /** Whether the reader is where a frame begins that was found, or where the next one will begin. */
    private boolean meets(long acknowledged) {
        return acknowledged == scout.position() || acknowledged == copier.position()
                || scout.frames().stream().anyMatch(frame -> frame.position() == acknowledged)
                || copier.frames().stream().anyMatch(frame -> frame.position() == acknowledged);
    }

    private void take(FrameStatus frame, long acknowledged, long written, Consumer<TailedMessage> messages) {
        int length = frame.wide() ? layout.wideLaneLength() : capacity;
        boolean whole = frame.position() >= acknowledged
                || frame.blockPosition() < 0 && written != Long.MAX_VALUE && frame.position() + length >= written;
        if (frame.carries() && frame.ends()) {
            ends.add(frame.position() + frame.header().frameLength());
        }
        if (whole) {
            TailedMessage message = joiner.join(frame);
            if (message != null) {
                shown++;
                messages.accept(message);
            }
        } else {
            joiner.drop();
            gap = true;
            lostFrames++;
        }
    }

    private void lose(long acknowledged) throws IOException {
        int expected = number;
        goTo(acknowledged);
        bite = FEW_BYTES;
        gap = true;
        FrameHeader next = new FrameHeader(segment.load(at(position)));
        if (expected != LaneLook.ANY_NUMBER && next.isPublished() && acknowledged() == acknowledged) {
            lostFrames += next.number() - expected & 0xFFFF;
        }
        ends.clear();
    }

    private void forget(long acknowledged) {
        while (!ends.isEmpty() && ends.peek() <= acknowledged) {
            ends.remove();
        }
    }

    private void settle(long counted) {
        if (gap) {
            missed = Math.max(0, counted - unseen - (shown - ends.size()));
        }
    }

    private void noteFlaw(long acknowledged) {
        flawed = copier.flaw() != null && copier.position() == position && acknowledged <= position ? flawed + 1 : 0;
        flaw = flawed >= STAYS ? copier.flaw() : null;
    }
}
