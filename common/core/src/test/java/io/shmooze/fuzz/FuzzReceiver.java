// SPDX-License-Identifier: Apache-2.0
package io.shmooze.fuzz;

import static io.shmooze.fuzz.LaneFuzzer.require;

import io.shmooze.MessageKind;
import io.shmooze.fuzz.FuzzLane.Ring;
import io.shmooze.lane.FrameDescriptor;
import io.shmooze.lane.LanePayload;
import io.shmooze.lane.LaneReader;
import io.shmooze.lane.LaneReader.Poll;

/** The reading end, and what it may do whatever the memory holds. */
final class FuzzReceiver {
    /** Without the frame's number. */
    private static final long MOVED = (long) (FrameDescriptor.MOVED | FrameDescriptor.PUBLISHED) << 32;

    final LaneReader reader;
    private final FuzzLane lane;
    private final int limit;
    /** Whether the peer may send questions and answers. */
    private final boolean questions;
    private long position;
    private boolean holding;
    private long begin;
    /** Of the last frame. */
    private long header;
    private int offset;
    private int length;
    private MessageKind kind;
    /** Bytes of the question's number before the payload: 8 or 0. */
    private int wordLength;
    private long number;
    private long numbered;
    private long bulkMessages;
    private long bulkParts;

    FuzzReceiver(FuzzLane lane, int limit, boolean questions) {
        this.lane = lane;
        this.limit = limit;
        this.questions = questions;
        this.reader = new LaneReader(lane.segment, FuzzLane.BASE, lane.capacity, FuzzLane.ACKNOWLEDGED, limit,
                lane.bulk);
        if (questions) {
            reader.allowQuestions();
        }
    }

    /** Where the next frame is looked for. */
    long position() {
        return position;
    }

    /** Whether a message has been polled and not released. */
    boolean isHolding() {
        return holding;
    }

    /** Where the reader is now. */
    Ring ring() {
        return hasMoved() ? lane.wide : lane.ring;
    }

    boolean hasMoved() {
        return reader.capacity() != lane.capacity;
    }

    Poll poll() {
        boolean available = reader.available();
        Ring ring = ring();
        header = ring.memory().getLong(ring.at(position));
        Poll found = reader.poll();
        require(available == (found != Poll.EMPTY), () -> "available " + available + ", found " + found);
        if (found != Poll.EMPTY) {
            checkContinuation();
        }
        boolean follows = found != Poll.EMPTY && (header >>> 32 & FrameDescriptor.MOVED) != 0;
        require(follows == (ring != ring()) && (!follows || (header & (1L << 48) - 1) == MOVED),
                () -> String.format("is in a lane of %d bytes after 0x%016x", reader.capacity(), header));
        if (found != Poll.EMPTY && isBulk()) {
            count();
        }
        if (found == Poll.PARTIAL) {
            advanced(ring);
        } else if (found == Poll.MESSAGE) {
            holding = true;
            LanePayload payload = reader.payload();
            offset = payload.offset();
            length = payload.length();
            kind = payload.kind();
            checkNumber(payload);
            checkRange(payload);
        }
        return found;
    }

    /** There is a number where the frame's kind says so, and nowhere else. */
    private void checkNumber(LanePayload payload) {
        int inFrame = (int) (header >>> 40 & 0xFF);
        boolean due = inFrame >= MessageKind.QUESTION.ordinal() && inFrame <= MessageKind.FAILURE.ordinal();
        MessageKind numberedKind = payload.numberedKind();
        require(due == (numberedKind != null) && (!due || numberedKind.ordinal() == inFrame),
                () -> "takes the kind " + inFrame + " for " + numberedKind);
        require(questions || payload.isPlain(), () -> "delivers " + kind + " of a peer that asks no questions");
        require(!due || kind == MessageKind.TEXT || kind == MessageKind.BINARY || kind == MessageKind.CALL,
                () -> "delivers a question that is a " + kind);
        wordLength = due ? Long.BYTES : 0;
        number = payload.number();
        numbered += due ? 1 : 0;
        require(!due || number >= 0 && number < 1L << 56, () -> "the number " + number);
    }

    /** Accepted questions and answers. */
    long numbered() {
        return numbered;
    }

    private void count() {
        int beginEnd = FrameDescriptor.BEGIN | FrameDescriptor.END;
        boolean whole = (header >>> 32 & beginEnd) == beginEnd;
        bulkMessages += whole ? 1 : 0;
        bulkParts += whole ? 0 : 1;
    }

    /** Accepted messages that lay in the bulk area as one block. */
    long bulkMessages() {
        return bulkMessages;
    }

    /** Accepted blocks of longer messages. */
    long bulkParts() {
        return bulkParts;
    }

    /** Frames of two kinds are never put together. */
    private void checkContinuation() {
        int flags = (int) (header >>> 32);
        if ((flags & FrameDescriptor.BEGIN) != 0) {
            begin = header;
        } else if ((flags & (FrameDescriptor.PADDING | FrameDescriptor.MOVED)) == 0) {
            long kindAndRedelivered = 0xFFL << 40 | (long) FrameDescriptor.REDELIVERED << 32;
            require(((header ^ begin) & kindAndRedelivered) == 0,
                    () -> String.format("continues 0x%016x by 0x%016x", begin, header));
        }
    }

    private void checkRange(LanePayload payload) {
        require(length >= 0 && length + wordLength <= limit,
                () -> "delivers " + length + " bytes, the limit is " + limit);
        if (payload.array() != null) {
            require(length + wordLength <= payload.array().length && offset == wordLength,
                    () -> "reaches beyond its array");
        } else if (isBulk()) {
            require(payload.memory() == lane.bulk.memory().memory(), () -> "reads a block from somewhere else");
            require(length + wordLength > 0 && length + wordLength <= lane.bulkCapacity() / 2
                    && offset >= 0 && offset % 64 == wordLength
                    && offset + length <= lane.bulkCapacity(),
                    () -> "reaches from " + offset + " by " + length);
        } else {
            Ring ring = ring();
            require(payload.memory() == ring.memory()
                    && offset == ring.at(position) + FrameDescriptor.HEADER_LENGTH + wordLength
                    && offset + length <= ring.base() + ring.capacity(), () -> "reaches to " + (offset + length));
        }
    }

    private boolean isBulk() {
        return (header >>> 32 & FrameDescriptor.BULK) != 0;
    }

    /** The message that was polled, after the peer had time to write something else. */
    void release() {
        LanePayload payload = reader.payload();
        require(payload.offset() == offset && payload.length() == length && payload.kind() == kind
                && payload.number() == number,
                () -> "looks at the header again");
        require(payload.view().remaining() == length && payload.copy().length == length, () -> "another length");
        boolean inPlace = payload.array() == null;
        int inFrame = isBulk() ? 16 : length + wordLength;
        long before = position;
        reader.release();
        holding = false;
        advanced(ring());
        require(!inPlace || position - before == (8 + inFrame + 7 & -8), () -> "releases another length");
    }

    private void advanced(Ring ring) {
        long now = lane.acknowledged();
        long by = now - position;
        require(by >= FrameDescriptor.HEADER_LENGTH && by <= ring.capacity() && by % 8 == 0
                && position % ring.capacity() + by <= ring.capacity(), () -> "moves from " + position + " to " + now);
        position = now;
    }
}
