// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.frame.FramePoolStatus;
import io.shmooze.inspect.ChannelStatus;
import io.shmooze.inspect.Diagnosis;
import io.shmooze.inspect.FrameStatus;
import io.shmooze.inspect.LaneChange;
import io.shmooze.inspect.LaneStatus;
import io.shmooze.inspect.ProcessStatus;
import io.shmooze.inspect.SegmentStatus;
import io.shmooze.inspect.SessionParty;
import io.shmooze.inspect.SessionStatus;
import io.shmooze.inspect.SideChange;
import io.shmooze.inspect.SideStatus;
import io.shmooze.qt.QtObject;
import io.shmooze.segment.Side;
import java.util.List;
import java.util.Map;

/** Channels as JSON for programs. What is not known is null. */
final class ChannelJson {
    private final List<ChannelStatus> before;
    /** Whether everything is told of each session. */
    private final boolean full;
    /** Whether payloads are told as hexadecimal digits; null if they are not told. */
    private final Boolean hex;

    private ChannelJson(List<ChannelStatus> before, boolean full, Boolean hex) {
        this.before = before;
        this.full = full;
        this.hex = hex;
    }

    static String of(List<ChannelStatus> channels, List<ChannelStatus> before, List<QtObject> qt) {
        ChannelJson json = new ChannelJson(before, false, null);
        return Json.of(Json.map("channels", channels.stream().map(json::channel).toList(),
                "qt", qt.stream().map(QtText::json).toList()));
    }

    /**
     * A channel in full, in the same form with more in it.
     *
     * @param hex whether payloads are told as hexadecimal digits; null if they are not told
     */
    static String inFull(ChannelStatus channel, List<ChannelStatus> before, Boolean hex) {
        return Json.of(Map.of("channels", List.of(new ChannelJson(before, true, hex).channel(channel))));
    }

    private Map<String, Object> channel(ChannelStatus channel) {
        return Json.map("directory", channel.directory(), "channel", channel.channel(),
                "kind", channel.kind() == null ? null : channel.kind().word(),
                "served", channel.served(), "server", process(channel.server()),
                "sessions", channel.sessions().stream().map(this::session).toList(),
                "frames", channel.frames() == null ? null : frames(channel.frames()),
                "leftovers", channel.leftovers().stream()
                        .map(file -> Json.map("file", file.file(), "bytes", file.length())).toList());
    }

    static Map<String, Object> process(ProcessStatus process) {
        return process == null ? null : Json.map("pid", process.pid(), "program", process.program(),
                "command", ChannelText.command(process), "user", process.user(), "stopped", process.isStopped());
    }

    private static Map<String, Object> frames(FramePoolStatus frames) {
        boolean known = frames.time() != null;
        return Json.map("viewersAtMost", frames.slots(), "buffers", frames.buffers(), "bytes", frames.memory(),
                "newest", frames.number(), "width", known ? frames.width() : null,
                "height", known ? frames.height() : null, "bitsPerPixel", known ? frames.bits() : null,
                "length", known ? frames.length() : null, "published", frames.time());
    }

    private Map<String, Object> session(SessionStatus session) {
        SegmentStatus segment = session.segment();
        Map<String, Object> map = Json.map("session", segment == null ? null : segment.sessionId(),
                "server", party(session, Side.SERVER, null),
                "client", party(session, Side.CLIENT, segment == null || !segment.counts() ? null
                        : segment.label().clientName()),
                "unreadable", session.flaw());
        if (segment != null && full) {
            map.putAll(Json.map("features", segment.features(),
                    "diagnosis", Diagnosis.of(session, session.earlier(before)),
                    "serverWords", words(segment, segment.server()), "clientWords", words(segment, segment.client())));
        }
        if (segment != null) {
            map.putAll(Json.map("since", segment.counts() ? ChannelText.begin(segment) : null,
                    "segmentBytes", segment.layout().length(), "bulkBytes", segment.layout().bulkLength(),
                    "wideLaneBytes", segment.layout().wideLaneLength(),
                    "toClient", lane(session, Side.SERVER), "toServer", lane(session, Side.CLIENT)));
        }
        return map;
    }

    private Map<String, Object> party(SessionStatus session, Side side, String name) {
        SessionParty party = session.party(side);
        Map<String, Object> map = Json.map("pid", party.pid(), "verified", party.verified(), "name", name,
                "process", process(party.process()));
        SideChange change = SideChange.between(session.earlier(before), session, side);
        if (change != null) {
            map.putAll(Json.map("cpuPercent", Double.isNaN(change.cpu()) ? null : 100 * change.cpu(),
                    "sleepsPerSecond", change.sleeps() < 0 ? null : change.sleeps() / change.seconds(),
                    "bellsPerSecond", change.bells() < 0 ? null : change.bells() / change.seconds()));
        }
        return map;
    }

    private static Map<String, Object> words(SegmentStatus segment, SideStatus side) {
        return Json.map("state", side.stateWord(), "acknowledged", side.acknowledged(),
                "messagesAcknowledged", segment.counts() ? side.messages() : null,
                "bytesAcknowledged", segment.counts() ? side.bytes() : null,
                "wideLaneBegin", segment.counts() ? side.wideLaneBegin() : null,
                "arrivalsEpoch", Integer.toUnsignedLong(side.arrivalsEpoch()),
                "roomEpoch", Integer.toUnsignedLong(side.roomEpoch()),
                "sleeps", segment.counts() && side.countsSleeps() ? side.sleeps() : null,
                "bells", segment.counts() && side.countsSleeps() ? side.bells() : null,
                "awaitedPosition", side.sleepsForRoom() ? side.awaitedPosition() : null);
    }

    private Map<String, Object> frame(FrameStatus frame) {
        Map<String, Object> map = Json.map("position", frame.position(), "number", frame.number(), "kind", frame.kind(),
                "question", frame.question() < 0 ? null : frame.question(), "length", frame.length(),
                "flags", frame.flags());
        if (hex != null) {
            map.put("payload", SessionText.payload(frame, hex));
        }
        return map;
    }

    private Map<String, Object> lane(SessionStatus session, Side writer) {
        SegmentStatus segment = session.segment();
        LaneStatus lane = segment.lane(writer);
        SideStatus reader = segment.side(writer.other());
        boolean counts = segment.counts();
        Map<String, Object> map = Json.map("messages", counts ? segment.messages(writer) : null,
                "bytes", counts ? segment.bytes(writer) : null,
                "lastMessage", segment.lastMessage(writer),
                "unacknowledgedMessages", lane.messages(), "unacknowledgedBytes", lane.bytes(),
                "acknowledgedPosition", lane.acknowledged(), "publishedPosition", lane.published(),
                "capacity", lane.capacity(), "wide", lane.wide(), "readerState", reader.stateWord(),
                "readerAsleep", reader.sleepsForMessages(),
                "writerWaitsForRoom", segment.side(writer).sleepsForRoom(), "damage", lane.flaw());
        if (full) {
            map.putAll(Json.map("frames", lane.frames().stream().map(this::frame).toList(), "moreFrames", lane.more()));
        }
        LaneChange change = LaneChange.between(session.earlier(before), session, writer);
        if (change != null) {
            map.putAll(Json.map("seconds", change.seconds(),
                    "messagesPerSecond", change.messages() < 0 ? null : change.messages() / change.seconds(),
                    "bytesPerSecond", change.bytes() / change.seconds(), "idle", change.isIdle()));
        }
        return map;
    }
}
