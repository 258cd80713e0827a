// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import java.util.Random;

/** Message lengths around every boundary of a lane, its bulk area and its wide lane. */
final class LaneSizes {
    private final int[] boundaries;
    private final int capacity;
    private final int bulk;
    private final int wide;
    private final Random random;

    LaneSizes(LaneRig rig, Random random) {
        this.capacity = rig.capacity;
        this.bulk = rig.bulkCapacity();
        this.wide = rig.wideCapacity();
        int frame = Fragmenter.maxPayload(capacity);
        int wideFrame = Math.max(0, Fragmenter.maxPayload(wide));
        this.random = random;
        this.boundaries = new int[] {0, 8, 16, FrameDescriptor.MIN_FRAGMENT_PAYLOAD, 64, frame, 2 * frame, 3 * frame,
            capacity / 2, capacity - 16, capacity - 8, capacity, 2 * capacity, 3 * capacity, bulk / 8, bulk / 4,
            bulk / 2, 3 * bulk / 4, bulk, wideFrame, 2 * wideFrame, wide, 2 * wide};
    }

    int next() {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextInt(3 * capacity);
            case 1, 2, 3 -> random.nextInt(capacity / 2);
            case 4 -> random.nextInt(Math.max(bulk, wide) / 2 + 1);
            default -> Math.max(0, boundaries[random.nextInt(boundaries.length)] + random.nextInt(19) - 9);
        };
    }
}
