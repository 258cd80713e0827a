// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.segment.Segment;
import java.util.Arrays;

/**
 * Assembles a message from its fragments. Owns memory that grows with the bytes that arrive, not with the length that a
 * peer might announce.
 */
final class FragmentAssembler {
    private static final int FIRST_SIZE = 8 * 1024;
    /** Larger memory is not kept. This size is, so that a session with messages of 1 MiB does not allocate for each. */
    static final int KEPT_SIZE = 2 * 1024 * 1024;

    private final int limit;
    private byte[] bytes = new byte[0];
    private int length;
    private boolean begun;

    FragmentAssembler(int limit) {
        this.limit = limit;
    }

    void begin() {
        begun = true;
        length = 0;
    }

    boolean isBegun() {
        return begun;
    }

    /** Copies a fragment; false if the message would exceed the limit. */
    boolean append(Segment from, int offset, int count) {
        if (count > limit - length) {
            return false;
        }
        if (length + count > bytes.length) {
            long doubled = Math.max(FIRST_SIZE, 2L * (length + count));
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, doubled));
        }
        from.get(offset, bytes, length, count);
        length += count;
        return true;
    }

    /** The bytes so far, from index 0; a caller that keeps them until the next message begins finds them unchanged. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Ends a message, complete or not. */
    void clear() {
        begun = false;
        if (bytes.length > KEPT_SIZE) {
            bytes = new byte[0];
        }
    }
}
