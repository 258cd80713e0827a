// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

/**
 * Plans how messages are cut into frames. A message that fits into one frame becomes one, after padding if the end of
 * the lane is too near. A longer one is fragmented; each frame but the last is as long as possible at its offset.
 * Stores no state of the lane; for any thread.
 */
final class Fragmenter {
    /** Returned instead of a payload length: the rest of the lane is to be padded. */
    static final int PAD = -1;

    private final int capacity;
    private final int maxPayload;

    /** For lanes of this capacity, bytes. */
    Fragmenter(int capacity) {
        this.capacity = capacity;
        this.maxPayload = maxPayload(capacity);
    }

    /** The longest payload of one frame of a lane, bytes. */
    static int maxPayload(int capacity) {
        return FrameDescriptor.maxFrameLength(capacity) - FrameDescriptor.HEADER_LENGTH;
    }

    /**
     * The payload length of the next frame, or {@link #PAD}.
     *
     * @param at offset in the lane
     * @param left bytes of the message that are not published yet
     * @param first whether the message begins with this frame
     */
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

    /**
     * How many bytes of the lane a whole message takes from an offset on; more than the capacity if it does not fit.
     */
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
