// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.segment.Segment;

/**
 * A mapped buffer of a frame pool.
 *
 * @param file the number in its file's name
 * @param capacity for a payload, bytes
 */
record FrameBuffer(long file, int capacity, Segment segment) {
    /** Whether it holds this frame, whole. The number in it is 0 while a frame is being written. */
    boolean holds(long number) {
        return segment.getLongAcquire(FramePoolDescriptor.NUMBER_OFFSET) == number;
    }
}
