// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.ProtocolException;
import io.shmooze.fault.FailPoint;
import io.shmooze.segment.BulkArea;
import io.shmooze.segment.Segment;
import java.util.function.BooleanSupplier;

/**
 * The reading end of a lane: polls the next header, checks it, assembles fragmented messages, and follows the writer to
 * the wide lane. Owns the read position.
 *
 * <p><b>Assumptions.</b> One thread at a time is in a method of this object (it holds the session's read lock), except
 * {@link #frames}.
 *
 * <p><b>Guarantees.</b> Each header is loaded once, with acquire order, so the payload that was written before it is
 * visible. The header is checked, and only the checked copy is used, whatever the peer writes later. The bytes that
 * {@link #release} acknowledges have been read before, because the position is stored with release order.
 */
public final class LaneReader implements BooleanSupplier, Runnable {
    /** The result of {@link #poll}. */
    public enum Poll {
        /** No frame is published. */
        EMPTY,
        /** A fragment, padding, or the end of the first lane was consumed; poll again. */
        PARTIAL,
        /** A whole message is there; read it through {@link #payload}, then call {@link #release}. */
        MESSAGE
    }

    private final Segment segment;
    private final int acknowledgedOffset;
    private final int maxMessageLength;
    /** Null if there is none. */
    private final BulkArea bulkArea;
    /** Of the bulk area. */
    private final Segment bulk;
    private final BulkCursor bulkCursor;
    private final FragmentAssembler assembler;
    private final LanePayload payload;

    /** Where the lane is: in the segment and, once the writer has moved, in the memory of the bulk area. */
    private Segment memory;
    private int base;
    private int capacity;
    /** The flags that a frame may have. */
    private int flags;
    private long position;
    private int offset;
    private long number;
    private int unreleased;
    /** How far this side has acknowledged. */
    private long acknowledged;
    private boolean deferred;
    /** Whether a message waits until everything before it is acknowledged. */
    private volatile boolean held;
    /** Null unless tools are shown them. */
    private AcknowledgedCounts counts;
    /** The first header of the message that is being assembled. */
    private long begin;
    private long end = Long.MAX_VALUE;

    /**
     * Starts at the beginning of a fresh, zeroed lane.
     *
     * @param segment the memory
     * @param base offset of the lane
     * @param capacity bytes
     * @param acknowledgedOffset where this side publishes its position
     * @param maxMessageLength the limit that this side announced, bytes
     * @param bulkArea the bulk area of the same direction, and the wide lane; null if there is neither
     */
    public LaneReader(Segment segment, int base, int capacity, int acknowledgedOffset, int maxMessageLength,
                      BulkArea bulkArea) {
        this.segment = segment;
        this.memory = segment;
        this.base = base;
        this.capacity = capacity;
        this.acknowledgedOffset = acknowledgedOffset;
        this.maxMessageLength = maxMessageLength;
        this.bulkArea = bulkArea;
        this.bulk = bulkArea == null ? null : bulkArea.memory();
        this.bulkCursor = bulkArea == null ? null : new BulkCursor(bulkArea.bulkLength());
        this.flags = FrameDescriptor.LANE_FLAGS | (bulkArea == null ? 0 : FrameDescriptor.BULK)
                | (canMove() ? FrameDescriptor.MOVED : 0);
        this.assembler = new FragmentAssembler(maxMessageLength);
        this.payload = new LanePayload(segment, bulk);
    }

    /**
     * Whether a frame is published that {@link #poll} has not consumed.
     *
     * @return true if there is
     */
    public boolean available() {
        return memory.getLongAcquire(base + offset) != 0 && position < end && !held;
    }

    /** {@link #available}, for a thread that waits for it. */
    @Override
    public boolean getAsBoolean() {
        return available();
    }

    /**
     * From now on, {@link #pass} acknowledges nothing, and padding neither: the caller acknowledges later. A message of
     * several frames, which could not be read without acknowledging some of them, waits until everything before it is
     * acknowledged: {@link #poll} finds nothing until then.
     */
    public void deferAcknowledgements() {
        deferred = true;
    }

    /** From now on the peer may send questions and answers. */
    public void allowQuestions() {
        flags |= FrameDescriptor.QUESTIONS;
    }

    /** To be called by a thread that sleeps because there is nothing to read. Needs no lock: only tools see it. */
    @Override
    public void run() {
        if (counts != null) {
            counts.rest();
        }
    }

    /** From now on this side shows to tools how much it has acknowledged. */
    public void showCounts() {
        counts = new AcknowledgedCounts(segment, acknowledgedOffset);
    }

    /**
     * Consumes the next frame. Never waits. After MESSAGE, {@link #release} or {@link #pass} must be called before the
     * next poll.
     *
     * @return what was there
     * @throws ProtocolException if the frame is impossible; the lane must not be used any more
     */
    public Poll poll() {
        long header = memory.getLongAcquire(base + offset);
        if (header == 0 || position >= end) {
            if (counts != null) {
                counts.idle();
            }
            return Poll.EMPTY;
        }
        check(header);
        if (deferred && mustWait(header)) {
            return Poll.EMPTY;
        }
        int length = FrameDescriptor.length(header);
        int at = base + offset + FrameDescriptor.HEADER_LENGTH;
        unreleased = FrameDescriptor.frameLength(length);
        if (FrameDescriptor.isWhole(header)) {
            assembler.clear();
            payload.inPlace(at, length, header);
            return message(header);
        }
        if (FrameDescriptor.isBulk(header)) {
            return pollBlock(header, at);
        }
        if ((FrameDescriptor.flags(header) & FrameDescriptor.MOVED) != 0) {
            return move();
        }
        return (FrameDescriptor.flags(header) & FrameDescriptor.PADDING) == 0
                ? assemble(header, memory, at, length) : skip();
    }

    private boolean mustWait(long header) {
        int begins = FrameDescriptor.flags(header) & (FrameDescriptor.BEGIN | FrameDescriptor.END);
        // Once the peer is gone, nobody looks at what is acknowledged.
        held = begins == FrameDescriptor.BEGIN && acknowledged != position && end == Long.MAX_VALUE;
        return held;
    }

    /**
     * Whether the next message waits until everything before it is acknowledged. For any thread.
     *
     * @return true if {@link #poll} has found that
     */
    public boolean isHeld() {
        return held;
    }

    private boolean canMove() {
        return memory == segment && bulkArea != null && bulkArea.wideLaneLength() > 0;
    }

    /** Follows the writer, which does this once. */
    private Poll move() {
        if (counts != null) {
            counts.moved(position + unreleased);
        }
        Poll moved = skip();
        LaneRing wide = LaneRing.wide(bulkArea);
        memory = wide.memory();
        base = wide.base();
        capacity = wide.capacity();
        flags &= ~FrameDescriptor.MOVED;
        offset = (int) (position % capacity);
        payload.move();
        return moved;
    }

    /** Each of the block's two words is loaded once, and only the checked copies are used. */
    private Poll pollBlock(long header, int at) {
        long start = memory.getLongAcquire(at + BulkDescriptor.POSITION_OFFSET);
        long length = memory.getLongAcquire(at + BulkDescriptor.LENGTH_OFFSET);
        int longest = BulkDescriptor.maxBlockLength(bulkArea.bulkLength());
        if (length < 1 || length > longest) {
            throw violation(header, "a block of 1 to " + longest + " bytes in place of " + length);
        }
        int blockLength = (int) length;
        if (start != bulkCursor.start(blockLength)) {
            if (start != bulkCursor.nextRound()) {
                throw violation(header, "a block at position " + bulkCursor.start(blockLength) + " or "
                        + bulkCursor.nextRound() + " in place of " + start);
            }
            bulkCursor.restart();
        }
        boolean whole = FrameDescriptor.isWholeBlock(header);
        if (whole && blockLength > maxMessageLength) {
            throw tooLong(header);
        }
        int block = bulkCursor.offset(blockLength);
        bulkCursor.advance(blockLength);
        if (!whole) {
            return assemble(header, bulk, block, blockLength);
        }
        assembler.clear();
        payload.inPlace(block, blockLength, header);
        return message(header);
    }

    private Poll message(long header) {
        if (counts != null) {
            counts.read(payload.length());
        }
        if (payload.hasWord() && !payload.takeWord()) {
            throw violation(header, "the number of a question in its first 8 bytes");
        }
        return Poll.MESSAGE;
    }

    private Poll skip() {
        FailPoint.BEFORE_FRAGMENT_RELEASE.reached();
        pass();
        if (!deferred || assembler.isBegun()) {
            acknowledge();
        }
        return Poll.PARTIAL;
    }

    /**
     * The message that {@link #poll} found.
     *
     * @return valid until {@link #release}; the same object every time
     */
    public LanePayload payload() {
        return payload;
    }

    /** Passes the message, and acknowledges it. */
    public void release() {
        pass();
        acknowledge();
    }

    /** Moves to what follows the message; a later {@link #acknowledge()} says so to the peer. */
    public void pass() {
        position += unreleased;
        offset = offset + unreleased == capacity ? 0 : offset + unreleased;
        number++;
        unreleased = 0;
        if (deferred && counts != null) {
            counts.defer(position);
        }
    }

    /**
     * Acknowledges what was passed: the peer may then reuse the bytes, and its {@code flush} may return. Fragments and
     * padding are acknowledged by {@link #poll}, with everything before them.
     */
    public void acknowledge() {
        if (counts != null) {
            counts.acknowledge();
        }
        storeAcknowledged(position);
    }

    /**
     * Acknowledges a part of what was passed.
     *
     * @param upTo a {@link #position} at which a message began
     */
    public void acknowledge(long upTo) {
        if (counts != null) {
            counts.acknowledge(upTo);
        }
        storeAcknowledged(upTo);
    }

    private void storeAcknowledged(long upTo) {
        acknowledged = upTo;
        held = false;
        segment.putLongRelease(acknowledgedOffset, upTo);
    }

    /**
     * How far this side has acknowledged.
     *
     * @return bytes since the lane began
     */
    public long acknowledged() {
        return acknowledged;
    }

    /**
     * How long the lane is in which this side is now.
     *
     * @return bytes
     */
    public int capacity() {
        return capacity;
    }

    /**
     * How far this side has come; after {@link #acknowledge()} that is how far it has acknowledged.
     *
     * @return bytes since the lane began
     */
    public long position() {
        return position;
    }

    /**
     * To be called when the peer has hung up. As much as the lane can hold, and the wide lane after it, is still read,
     * which is all that the peer published before. A thread of the peer that was sending may go on publishing for a
     * while, and a hostile peer for ever; that is not read.
     */
    public void expectEnd() {
        if (end == Long.MAX_VALUE) {
            end = position + capacity + (canMove() ? bulkArea.wideLaneLength() : 0);
            held = false;
        }
    }

    /**
     * How many frames were consumed. For any thread; it may see an older number.
     *
     * @return a count
     */
    public long frames() {
        return number;
    }

    private Poll assemble(long header, Segment from, int at, int length) {
        if ((FrameDescriptor.flags(header) & FrameDescriptor.BEGIN) != 0) {
            assembler.begin();
            begin = header;
        } else if (!assembler.isBegun()) {
            throw violation(header, "a frame that begins a message");
        } else if (!FrameDescriptor.continues(header, begin)) {
            throw violation(header, String.format("kind %d and REDELIVERED %s, as its message began",
                    FrameDescriptor.kind(begin), (FrameDescriptor.flags(begin) & FrameDescriptor.REDELIVERED) != 0));
        }
        if (!assembler.append(from, at, length)) {
            throw tooLong(header);
        }
        if ((FrameDescriptor.flags(header) & FrameDescriptor.END) == 0) {
            return skip();
        }
        payload.assembled(assembler.bytes(), assembler.length(), header);
        assembler.clear();
        return message(header);
    }

    private void check(long header) {
        int left = capacity - offset;
        if (!FrameDescriptor.isPossible(header, left, flags)) {
            throw violation(header, "known flags and kind and a length that fits into " + left + " bytes");
        }
        if (FrameDescriptor.number(header) != (number & 0xFFFF)) {
            throw violation(header, "frame number " + (number & 0xFFFF));
        }
        if (FrameDescriptor.isWhole(header) && FrameDescriptor.length(header) > maxMessageLength) {
            throw tooLong(header);
        }
    }

    private ProtocolException tooLong(long header) {
        return violation(header, "a message of at most " + maxMessageLength + " bytes");
    }

    private ProtocolException violation(long header, String expected) {
        return new ProtocolException(String.format("The frame header at offset %d is 0x%016x, expected %s",
                base + offset, header, expected));
    }
}
