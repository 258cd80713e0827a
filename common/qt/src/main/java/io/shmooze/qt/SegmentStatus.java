// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The system's record of a System V segment: {@code struct shmid_ds} of Linux on 64-bit processors.
 *
 * @param size bytes, as it was asked for
 * @param creator the process that made it, which may be gone
 * @param last the process that attached or detached last
 * @param attached how often it is attached, by all processes together
 */
record SegmentStatus(long size, int creator, int last, long attached) {
    static final int LENGTH = 112;
    private static final int SIZE_OFFSET = 48;
    private static final int CREATOR_OFFSET = 80;
    private static final int LAST_OFFSET = 84;
    private static final int ATTACHED_OFFSET = 88;

    static SegmentStatus of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        return new SegmentStatus(buffer.getLong(SIZE_OFFSET), buffer.getInt(CREATOR_OFFSET),
                buffer.getInt(LAST_OFFSET), buffer.getLong(ATTACHED_OFFSET));
    }
}
