// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.inspect.ChannelStatus;
import io.shmooze.inspect.LaneStatus;
import io.shmooze.inspect.SessionStatus;
import io.shmooze.segment.Side;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What {@code top} has seen so far: the last look, and when it last saw each lane move. */
final class TopHistory {
    private record Lane(Path descriptor, long session, Side writer) {
    }

    /**
     * The positions of a lane at a look.
     *
     * @param acknowledgedNs the first look that has found it so; 0 if that was the first one of all
     * @param publishedNs the last look that had not found it so yet; 0 if there was none
     * @param lookedNs this look
     */
    private record Seen(long acknowledged, long acknowledgedNs, long published, long publishedNs, long lookedNs) {
        Seen next(LaneStatus lane, long nowNs) {
            return new Seen(lane.acknowledged(), lane.acknowledged() == acknowledged ? acknowledgedNs : nowNs,
                    lane.published(), lane.published() == published ? publishedNs : lookedNs, nowNs);
        }
    }

    private final long beganNs = System.nanoTime();
    private List<ChannelStatus> latest = List.of();
    private Map<Lane, Seen> seen = Map.of();

    /** The last look; empty before the first one. */
    List<ChannelStatus> latest() {
        return latest;
    }

    /** Remembers a look. */
    void add(List<ChannelStatus> channels) {
        Map<Lane, Seen> next = new HashMap<>();
        channels.stream().flatMap(channel -> channel.sessions().stream())
                .filter(session -> session.segment() != null).forEach(session -> {
                    for (Side writer : Side.values()) {
                        LaneStatus lane = session.segment().lane(writer);
                        long nowNs = session.segment().takenNs();
                        Seen before = seen.get(key(session, writer));
                        next.put(key(session, writer), before == null
                                ? new Seen(lane.acknowledged(), 0, lane.published(), 0, nowNs)
                                : before.next(lane, nowNs));
                    }
                });
        seen = next;
        latest = channels;
    }

    private static Lane key(SessionStatus session, Side writer) {
        return new Lane(session.descriptor(), session.id(), writer);
    }

    /** For how long at least the reader has acknowledged nothing, seconds. */
    double secondsStuck(SessionStatus session, Side writer) {
        return secondsSince(seen.get(key(session, writer)).acknowledgedNs(), session);
    }

    /** How long ago the last message was sent at most, seconds; negative if no look has seen one. */
    double secondsQuiet(SessionStatus session, Side writer) {
        long publishedNs = seen.get(key(session, writer)).publishedNs();
        return publishedNs == 0 ? -1 : secondsSince(publishedNs, session);
    }

    private double secondsSince(long ns, SessionStatus session) {
        return (session.segment().takenNs() - (ns == 0 ? beganNs : ns)) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
