// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

/**
 * Cuts messages into frames: a message that fits a frame is one, after padding if the end of the lane is too near; a
 * longer one is cut so that every frame but the last is as long as possible there. Only sums, for any thread.
 */
final class Fragmenter {
    /** In place of a payload length: the rest of the lane is to be padded. */
    static final int PAD = -1;

    private final int capacity;
    private final int maxPayload;

    /** For lanes of so many bytes. */
    Fragmenter(int capacity) {
        this.capacity = capacity;
        this.maxPayload = FrameDescriptor.maxFrameLength(capacity) - FrameDescriptor.HEADER_LENGTH;
    }

    /** The longest payload of one frame, bytes. */
    int maxPayload() {
        return maxPayload;
    }

    /** Payload length of the frame that goes at a place of the lane, or {@link #PAD}. */
    int plan(int at, int left, boolean first) {
        int tail = capacity - at;
        if (left <= maxPayload) {
            if (FrameDescriptor.frameLength(left) <= tail) {
                return left;
            }
            if (first) {
                return PAD;
            }
        }
        int payload = Math.min(maxPayload, tail - FrameDescriptor.HEADER_LENGTH);
        return payload < FrameDescriptor.MIN_FRAGMENT_PAYLOAD ? PAD : payload;
    }

    /** Bytes of lane that a whole message would take from a place of it, or more than the capacity. */
    long room(int from, int length) {
        long room = 0;
        int at = from;
        int left = length;
        do {
            int next = plan(at, left, left == length);
            int frameLength = next == PAD ? capacity - at : FrameDescriptor.frameLength(next);
            left -= Math.max(next, 0);
            room += frameLength;
            at = at + frameLength == capacity ? 0 : at + frameLength;
            if (next != PAD && left == 0) {
                return room;
            }
        } while (room <= capacity);
        return room;
    }
}
