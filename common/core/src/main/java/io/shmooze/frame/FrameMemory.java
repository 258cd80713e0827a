// SPDX-License-Identifier: Apache-2.0
package io.shmooze.frame;

import io.shmooze.segment.Segment;

/** One buffer as it is mapped: which file it is, and how long a payload may be. */
record FrameMemory(long file, int capacity, Segment segment) {
    /** Whether the frame in it is this one, whole: it is 0 while another one is being written. */
    boolean holds(long number) {
        return segment.getLongAcquire(BoardDescriptor.NUMBER_OFFSET) == number;
    }
}
