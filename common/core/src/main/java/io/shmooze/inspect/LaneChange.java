// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.segment.Side;
import java.util.List;
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
     * @param before the first look; null if there was none
     * @param now the second
     * @param writer the side that writes the lane
     * @return null if there is nothing to compare
     */
    public static LaneChange between(SegmentStatus before, SegmentStatus now, Side writer) {
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
     * Finds the session of an earlier look.
     *
     * @param before what was there
     * @param now the session
     * @return its memory as it was; null if it was not there, or could not be read
     */
    public static SegmentStatus earlier(List<ChannelStatus> before, SessionStatus now) {
        return before.stream().flatMap(channel -> channel.sessions().stream())
                .filter(session -> session.segment() != null && session.descriptor().equals(now.descriptor())
                        && session.id() == now.id())
                .map(SessionStatus::segment).findFirst().orElse(null);
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
