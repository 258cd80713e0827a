// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.lane.FrameDescriptor;
import io.shmooze.lane.FrameHeader;
import io.shmooze.segment.Side;
import java.io.ByteArrayOutputStream;

/** Joins the frames of a lane, one after the other, to messages. Owns what it has of a message that is not complete. */
final class FrameJoiner {
    private final Side writer;
    private final int most;
    /** The first header of the message; null while there is none. */
    private FrameHeader begin;
    private long length;
    private ByteArrayOutputStream bytes;

    /**
     * For one lane.
     *
     * @param most bytes of each payload that are kept
     */
    FrameJoiner(Side writer, int most) {
        this.writer = writer;
        this.most = most;
    }

    /** Takes the next frame; returns the message that it ends, or null. */
    TailedMessage join(FrameStatus frame) {
        FrameHeader header = frame.header();
        if (!frame.carries()) {
            return null;
        }
        if (header.has(FrameDescriptor.BEGIN) && frame.ends()) {
            drop();
            return message(header, frame.length(), frame.head());
        }
        if (header.has(FrameDescriptor.BEGIN)) {
            begin = header;
            length = 0;
            bytes = new ByteArrayOutputStream();
        } else if (begin == null || begin.kind() != header.kind()) {
            // Its beginning was missed.
            drop();
            return null;
        }
        length += frame.length();
        bytes.write(frame.head(), 0, Math.min(frame.head().length, most - bytes.size()));
        if (!frame.ends()) {
            return null;
        }
        TailedMessage message = message(begin, length, bytes.toByteArray());
        drop();
        return message;
    }

    private TailedMessage message(FrameHeader header, long whole, byte[] payload) {
        return new TailedMessage(writer, header.kind(), header.has(FrameDescriptor.REDELIVERED), whole, payload);
    }

    /** A frame was missed: what there is of its message is of no use. */
    void drop() {
        begin = null;
        bytes = null;
    }
}
