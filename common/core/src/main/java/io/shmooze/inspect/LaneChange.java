// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.segment.Side;
import java.util.concurrent.TimeUnit;

/**
 * What has happened in one lane between two looks at it.
 *
 * @param seconds between the looks
 * @param messages sent meanwhile; -1 if the session does not count them
 * @param bytes sent meanwhile: payloads, or of the lane with its headers if the session does not count
 * @param published how far the writer has come meanwhile, bytes of the lane
 * @param acknowledged how far the reader has come meanwhile, bytes of the lane
 */
public record LaneChange(double seconds, long messages, long bytes, long published, long acknowledged) {
    /**
     * Compares two looks.
     *
     * @param earlier the session at the first look; null if there was none
     * @param later the session at the second
     * @param writer the side that writes the lane
     * @return null if there is nothing to compare
     */
    public static LaneChange between(SessionStatus earlier, SessionStatus later, Side writer) {
        SegmentStatus before = earlier == null ? null : earlier.segment();
        SegmentStatus now = later.segment();
        if (before == null || now == null || before.takenNs() == now.takenNs()) {
            return null;
        }
        LaneStatus first = before.lane(writer);
        LaneStatus second = now.lane(writer);
        long published = second.published() - first.published();
        boolean counts = before.counts() && now.counts();
        return new LaneChange((now.takenNs() - before.takenNs()) / (double) TimeUnit.SECONDS.toNanos(1),
                counts ? now.messages(writer) - before.messages(writer) : -1,
                counts ? now.bytes(writer) - before.bytes(writer) : published, published,
                second.acknowledged() - first.acknowledged());
    }

    /**
     * Whether nothing has passed.
     *
     * @return true if neither side has moved
     */
    public boolean isIdle() {
        return published == 0 && acknowledged == 0;
    }
}
