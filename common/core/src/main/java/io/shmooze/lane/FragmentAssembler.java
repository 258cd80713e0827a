// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.segment.Segment;
import java.util.Arrays;

/** Puts a message that came in fragments together, in memory that grows with what really arrives. */
final class FragmentAssembler {
    private static final int FIRST_SIZE = 8 * 1024;
    /** A session that passes messages of 1 MiB does not allocate for each of them. */
    static final int KEPT_SIZE = 2 * 1024 * 1024;

    private final Segment segment;
    private final int limit;
    private byte[] bytes = new byte[0];
    private int length;
    private boolean begun;

    FragmentAssembler(Segment segment, int limit) {
        this.segment = segment;
        this.limit = limit;
    }

    void begin() {
        begun = true;
        length = 0;
        if (bytes.length > KEPT_SIZE) {
            bytes = new byte[0];
        }
    }

    boolean isBegun() {
        return begun;
    }

    /** False if the message would pass the limit. */
    boolean append(int offset, int count) {
        if (count > limit - length) {
            return false;
        }
        if (length + count > bytes.length) {
            long doubled = Math.max(FIRST_SIZE, 2L * (length + count));
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, doubled));
        }
        segment.get(offset, bytes, length, count);
        length += count;
        return true;
    }

    /** The message so far; valid until the next one begins. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        begun = false;
    }
}
