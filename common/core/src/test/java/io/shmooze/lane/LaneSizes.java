// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import java.util.Random;

/** Message lengths around every boundary of a lane and its bulk area. */
final class LaneSizes {
    private final int[] boundaries;
    private final int capacity;
    private final int bulk;
    private final Random random;

    LaneSizes(int capacity, int bulk, Random random) {
        int frame = FrameDescriptor.maxFrameLength(capacity) - FrameDescriptor.HEADER_LENGTH;
        this.capacity = capacity;
        this.bulk = bulk;
        this.random = random;
        this.boundaries = new int[] {0, 8, 16, FrameDescriptor.MIN_FRAGMENT_PAYLOAD, 64, frame, 2 * frame, 3 * frame,
            capacity / 2, capacity - 16, capacity - 8, capacity, 2 * capacity, 3 * capacity, bulk / 8, bulk / 4,
            bulk / 2, 3 * bulk / 4, bulk};
    }

    int next() {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextInt(3 * capacity);
            case 1, 2, 3 -> random.nextInt(capacity / 2);
            case 4 -> random.nextInt(bulk / 2 + 1);
            default -> Math.max(0, boundaries[random.nextInt(boundaries.length)] + random.nextInt(19) - 9);
        };
    }
}
