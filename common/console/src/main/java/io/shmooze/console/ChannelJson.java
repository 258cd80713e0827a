// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.frame.FramePoolStatus;
import io.shmooze.inspect.ChannelStatus;
import io.shmooze.inspect.LaneChange;
import io.shmooze.inspect.LaneStatus;
import io.shmooze.inspect.ProcessStatus;
import io.shmooze.inspect.SegmentStatus;
import io.shmooze.inspect.SessionParty;
import io.shmooze.inspect.SessionStatus;
import io.shmooze.inspect.SideStatus;
import io.shmooze.segment.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Channels as JSON for programs. What is not known is null. */
final class ChannelJson {
    private final List<ChannelStatus> before;

    private ChannelJson(List<ChannelStatus> before) {
        this.before = before;
    }

    static String of(List<ChannelStatus> channels, List<ChannelStatus> before) {
        ChannelJson json = new ChannelJson(before);
        return Json.of(Map.of("channels", channels.stream().map(json::channel).toList()));
    }

    /** A map in the order of its arguments. */
    private static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    private Map<String, Object> channel(ChannelStatus channel) {
        return map("directory", channel.directory(), "channel", channel.channel(),
                "kind", channel.kind() == null ? null : channel.kind().word(),
                "server", process(channel.server()),
                "sessions", channel.sessions().stream().map(this::session).toList(),
                "frames", channel.frames() == null ? null : frames(channel.frames()),
                "leftovers", channel.leftovers().stream()
                        .map(file -> map("file", file.file(), "bytes", file.length())).toList());
    }

    private static Map<String, Object> process(ProcessStatus process) {
        return process == null ? null : map("pid", process.pid(), "program", process.program(), "user", process.user(),
                "stopped", process.isStopped());
    }

    private static Map<String, Object> frames(FramePoolStatus frames) {
        boolean known = frames.time() != null;
        return map("viewersAtMost", frames.slots(), "buffers", frames.buffers(), "bytes", frames.memory(),
                "newest", frames.number(), "width", known ? frames.width() : null,
                "height", known ? frames.height() : null, "bitsPerPixel", known ? frames.bits() : null,
                "length", known ? frames.length() : null, "published", frames.time());
    }

    private Map<String, Object> session(SessionStatus session) {
        SegmentStatus segment = session.segment();
        Map<String, Object> map = map("session", segment == null ? null : segment.sessionId(),
                "server", party(session.server(), null),
                "client", party(session.client(), segment == null || !segment.counts() ? null
                        : segment.label().clientName()),
                "unreadable", session.flaw());
        if (segment != null) {
            map.putAll(map("since", segment.counts() ? ChannelText.begin(segment) : null,
                    "segmentBytes", segment.layout().length(), "bulkBytes", segment.layout().bulkLength(),
                    "wideLaneBytes", segment.layout().wideLaneLength(),
                    "toClient", lane(session, Side.SERVER), "toServer", lane(session, Side.CLIENT)));
        }
        return map;
    }

    private static Map<String, Object> party(SessionParty party, String name) {
        return map("pid", party.pid(), "verified", party.verified(), "name", name,
                "process", process(party.process()));
    }

    private Map<String, Object> lane(SessionStatus session, Side writer) {
        SegmentStatus segment = session.segment();
        LaneStatus lane = segment.lane(writer);
        SideStatus reader = segment.side(writer.other());
        boolean counts = segment.counts();
        Map<String, Object> map = map("messages", counts ? segment.messages(writer) : null,
                "bytes", counts ? segment.bytes(writer) : null,
                "unacknowledgedMessages", lane.messages(), "unacknowledgedBytes", lane.bytes(),
                "acknowledgedPosition", lane.acknowledged(), "publishedPosition", lane.published(),
                "capacity", lane.capacity(), "wide", lane.wide(), "readerState", reader.stateWord(),
                "readerAsleep", reader.sleepsForMessages(),
                "writerWaitsForRoom", segment.side(writer).sleepsForRoom(), "damage", lane.flaw());
        LaneChange change = LaneChange.between(LaneChange.earlier(before, session), segment, writer);
        if (change != null) {
            map.putAll(map("seconds", change.seconds(),
                    "messagesPerSecond", change.messages() < 0 ? null : change.messages() / change.seconds(),
                    "bytesPerSecond", change.bytes() / change.seconds(), "idle", change.isIdle()));
        }
        return map;
    }
}
