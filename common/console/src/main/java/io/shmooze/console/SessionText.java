// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.inspect.Diagnosis;
import io.shmooze.inspect.FrameStatus;
import io.shmooze.inspect.LaneChange;
import io.shmooze.inspect.LaneStatus;
import io.shmooze.inspect.SegmentStatus;
import io.shmooze.inspect.SessionParty;
import io.shmooze.inspect.SessionStatus;
import io.shmooze.inspect.SideStatus;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentLayout;
import io.shmooze.segment.Side;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** One session in full, as text for people. All that comes from elsewhere is made harmless for a terminal. */
final class SessionText {
    private final SessionStatus session;
    private final SegmentStatus segment;
    private final SessionStatus before;
    private final ChannelText channel;
    /** Whether payloads are shown as hexadecimal digits; null if they are not shown. */
    private final Boolean hex;
    private final int width;

    /**
     * For one session.
     *
     * @param before the same some time ago; null if that is not known
     * @param hex whether payloads are shown as hexadecimal digits; null if they are not shown
     */
    SessionText(SessionStatus session, SessionStatus before, ChannelText channel, Boolean hex, int width) {
        this.session = session;
        this.segment = session.segment();
        this.before = before;
        this.channel = channel;
        this.hex = hex;
        this.width = width;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Session " + session.id() + (segment.counts()
                ? ", since " + ChannelText.begin(segment) + ", " + channel.age(ChannelText.begin(segment)) : ""));
        for (Side side : Side.values()) {
            lines.addAll(Terminals.wrap("  " + word(side) + " " + party(side), "      ", width));
        }
        if (segment.counts()) {
            lines.addAll(Terminals.wrap("  features " + String.join(" ", segment.features()), "      ", width));
        }
        for (String sentence : Diagnosis.of(session, before)) {
            lines.addAll(Terminals.wrap("  - " + Printable.inline(sentence), "    ", width));
        }
        lines.add("");
        lines.addAll(map().lines("  ", width));
        lines.add("");
        lines.addAll(words().lines("  ", width));
        for (Side writer : Side.values()) {
            lines.add("");
            lines.addAll(lane(writer));
        }
        return lines;
    }

    private static String word(Side side) {
        return side.name().toLowerCase(Locale.ROOT);
    }

    private String party(Side side) {
        SessionParty party = session.party(side);
        String found = session.isElsewhere(side) ? ", not seen from here" : party.isDead() ? ", gone"
                : ", user " + Printable.inline(party.process().user()) + (party.isStopped() ? ", stopped" : "");
        return ChannelText.party(session, side) + found;
    }

    private TextTable map() {
        SegmentLayout layout = segment.layout();
        int capacity = SegmentDescriptor.laneCapacity(layout.length());
        TextTable table = new TextTable().right("OFFSET", 0).right("LENGTH", 0).flexible("WHAT");
        row(table, 0, SegmentDescriptor.SERVER_LINE_OFFSET, "header: session " + segment.sessionId() + ", server "
                + segment.serverPid() + ", client " + segment.clientPid());
        for (Side side : Side.values()) {
            row(table, side.ownLineOffset(), SegmentDescriptor.LINE_LENGTH, "line of the " + word(side));
        }
        for (Side writer : Side.values()) {
            row(table, writer.outLaneOffset(capacity), capacity, "lane to the " + word(writer.other()));
        }
        for (Side writer : Side.values()) {
            long area = layout.areaOffset(writer);
            String reader = word(writer.other()) + (segment.counts() ? "" : ", as far as its length tells");
            if (layout.bulkLength() > 0) {
                row(table, area, layout.bulkLength(), "bulk area to the " + reader);
            }
            if (layout.wideLaneLength() > 0) {
                row(table, area + layout.bulkLength(), layout.wideLaneLength(), "wide lane to the " + reader);
            }
        }
        return table;
    }

    private static void row(TextTable table, long offset, int length, String what) {
        table.add(List.of(Long.toString(offset), Integer.toString(length), what));
    }

    private TextTable words() {
        TextTable table = new TextTable().left("WORD", 0).left("SERVER", 0).left("CLIENT", 0);
        word(table, "state", SideStatus::stateWord);
        word(table, "acknowledged position", side -> side.acknowledged());
        if (segment.counts()) {
            word(table, "messages acknowledged", side -> side.messages());
            word(table, "bytes acknowledged", side -> side.bytes());
            word(table, "wide lane from position", side -> side.wideLaneBegin() == 0 ? "-" : side.wideLaneBegin());
        }
        if (segment.counts()) {
            word(table, "sleeps", side -> side.countsSleeps() ? side.sleeps() : "-");
            word(table, "bells rung", side -> side.countsSleeps() ? side.bells() : "-");
        }
        word(table, "arrivals epoch", side -> epoch(side.arrivalsEpoch()));
        word(table, "room epoch", side -> epoch(side.roomEpoch()));
        word(table, "awaited position", side -> side.sleepsForRoom() ? side.awaitedPosition() : "-");
        return table;
    }

    private void word(TextTable table, String name, Function<SideStatus, Object> value) {
        table.add(List.of(name, value.apply(segment.server()).toString(), value.apply(segment.client()).toString()));
    }

    private static String epoch(int epoch) {
        return Integer.toUnsignedString(epoch) + ((epoch & 1) == 0 ? "" : ", asleep");
    }

    private List<String> lane(Side writer) {
        LaneStatus lane = segment.lane(writer);
        LaneChange change = LaneChange.between(before, session, writer);
        String rate = change == null ? "" : ", " + (change.messages() < 0 ? ""
                : ChannelText.rate(change.messages() / change.seconds()) + " messages/s, ")
                + ChannelText.bytes((long) (change.bytes() / change.seconds())) + "/s";
        String title = (lane.wide() ? "Wide lane" : "Lane") + " to the " + word(writer.other()) + ": published "
                + lane.published() + ", acknowledged " + lane.acknowledged() + ", " + lane.inFlight() + " of "
                + lane.capacity() + " bytes wait" + (lane.blockBytes() == 0 ? ""
                : ", and " + lane.blockBytes() + " in the bulk area") + rate;
        List<String> lines = Terminals.wrap(title, "    ", width);
        if (!lane.frames().isEmpty()) {
            lines.addAll(frames(lane).lines("  ", width));
        }
        if (lane.more() > 0) {
            lines.add("  and " + lane.more() + " frames more");
        }
        return lines;
    }

    private TextTable frames(LaneStatus lane) {
        TextTable table = new TextTable().right("POSITION", 1).right("NUMBER", 0).left("KIND", 0).right("LENGTH", 0)
                .left("FLAGS", 2);
        if (hex != null) {
            table.flexible("PAYLOAD");
        }
        for (FrameStatus frame : lane.frames()) {
            String question = frame.question() < 0 ? "" : " " + frame.question();
            List<String> row = new ArrayList<>(List.of(Long.toString(frame.position()),
                    Integer.toString(frame.number()), frame.kind() + question,
                    Integer.toString(frame.length()), String.join(" ", frame.flags())));
            if (hex != null) {
                row.add(Printable.inline(payload(frame, hex)));
            }
            table.add(row);
        }
        return table;
    }

    /** The first bytes of a frame, which may be anything. */
    static String payload(FrameStatus frame, boolean hex) {
        byte[] content = frame.content();
        return hex ? HexFormat.ofDelimiter(" ").formatHex(content) : new String(content, StandardCharsets.UTF_8);
    }
}
