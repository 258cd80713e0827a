// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.ChannelKind;
import io.shmooze.frame.FramePoolStatus;
import io.shmooze.inspect.ChannelStatus;
import io.shmooze.inspect.ChannelStatus.Leftover;
import io.shmooze.inspect.Channels;
import io.shmooze.inspect.LaneChange;
import io.shmooze.inspect.LaneStatus;
import io.shmooze.inspect.ProcessStatus;
import io.shmooze.inspect.SegmentStatus;
import io.shmooze.inspect.SessionParty;
import io.shmooze.inspect.SessionStatus;
import io.shmooze.inspect.SideStatus;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Channels as text for people. All that comes from elsewhere is made harmless for a terminal. */
final class ChannelText {
    private static final String UNKNOWN = "-";

    private final List<ChannelStatus> before;
    private final Instant now;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    /**
     * For one output.
     *
     * @param before an earlier look; empty if there was none
     * @param now for ages
     * @param width of the output, columns
     */
    ChannelText(List<ChannelStatus> before, Instant now, int width) {
        this.before = before;
        this.now = now;
        this.width = width;
    }

    List<String> list(List<ChannelStatus> channels) {
        String directory = null;
        for (ChannelStatus channel : channels) {
            if (!channel.directory().toString().equals(directory)) {
                directory = channel.directory().toString();
                lines.add((lines.isEmpty() ? "" : "\n") + "In " + Printable.inline(directory));
            }
            add(channel);
        }
        return lines;
    }

    /** What is to be said of a channel without its sessions. */
    List<String> describe(ChannelStatus channel) {
        lines.add("In " + Printable.inline(channel.directory().toString()));
        addTitle(channel);
        addRest(channel);
        return lines;
    }

    private void addTitle(ChannelStatus channel) {
        addWrapped(title(channel), "    ");
        if (channel.frames() != null) {
            addWrapped("  " + frames(channel.frames()), "    ");
        }
    }

    private void add(ChannelStatus channel) {
        addTitle(channel);
        List<SessionStatus> readable = channel.sessions().stream().filter(session -> session.flaw() == null).toList();
        if (!readable.isEmpty()) {
            lines.addAll(table(readable).lines("  ", width));
        }
        channel.sessions().stream().filter(session -> session.flaw() != null)
                .forEach(session -> addWrapped("  " + flaw(session), "    "));
        addRest(channel);
    }

    private void addRest(ChannelStatus channel) {
        if (channel.server() != null && channel.sessions().isEmpty()) {
            lines.add("  no client");
        }
        if (!channel.leftovers().isEmpty()) {
            addWrapped("  " + leftovers(channel.leftovers()), "    ");
        }
    }

    private void addWrapped(String line, String indent) {
        lines.addAll(Terminals.wrap(line, indent, width));
    }

    private static String title(ChannelStatus channel) {
        ChannelKind kind = channel.kind();
        String what = kind == null ? "" : kind.word() + (isRelay(channel.server()) ? " of another machine, " : ", ");
        String server = channel.server() != null ? "server " + process(channel.server()) : channel.served()
                ? "a server that cannot be seen from here: another user's, or in another pid namespace" : "no server";
        SegmentStatus segment = channel.sessions().stream().map(SessionStatus::segment).filter(each -> each != null)
                .findFirst().orElse(null);
        return Printable.inline(channel.channel()) + ": " + what + server
                + (segment == null ? "" : ", " + sizes(segment));
    }

    static String process(ProcessStatus process) {
        return process.pid() + " " + program(process) + (process.isStopped() ? " (stopped)" : "");
    }

    /** With the command, if it is one of our own programs. */
    static String program(ProcessStatus process) {
        String command = command(process);
        return Printable.inline(process.program()) + (command == null ? "" : " " + command);
    }

    /** The command that one of our own programs executes; null if it chats, or is something else. */
    static String command(ProcessStatus process) {
        return process.program().endsWith(".jar") && CommandName.isOne(process.argument()) ? process.argument() : null;
    }

    private static boolean isRelay(ProcessStatus server) {
        return server != null && CommandName.RELAY.equals(command(server));
    }

    static String sizes(SegmentStatus segment) {
        int bulk = segment.layout().bulkLength();
        int wide = segment.layout().wideLaneLength();
        return "segments of " + Conversions.sizeText(segment.layout().length())
                + (bulk == 0 ? "" : ", bulk areas of " + Conversions.sizeText(bulk))
                + (wide == 0 ? "" : ", wide lanes of " + Conversions.sizeText(wide));
    }

    private String frames(FramePoolStatus frames) {
        if (frames.number() == 0) {
            return "no frame yet";
        }
        String size = frames.time() == null ? "" : String.format(" of %dx%d with %d bits, %s, %s old", frames.width(),
                frames.height(), frames.bits(), Quantities.bytes(frames.length()), age(frames.time()));
        return "frame " + frames.number() + size + "; " + frames.buffers() + " buffers, "
                + Quantities.bytes(frames.memory());
    }

    private static String leftovers(List<Leftover> leftovers) {
        long bytes = leftovers.stream().mapToLong(Leftover::length).sum();
        return (Channels.mayMissProcesses() ? "left by a process that is dead, or outside of this pid namespace: "
                : "left by a dead process: ") + (leftovers.size() == 1 ? leftovers.get(0).file()
                : leftovers.size() + " files") + (bytes == 0 ? "" : ", " + Quantities.bytes(bytes))
                + "; the next server removes " + (leftovers.size() == 1 ? "it" : "them");
    }

    static String flaw(SessionStatus session) {
        return "the session of " + session.server().pid() + " and " + session.client().pid()
                + " cannot be read: " + Printable.inline(session.flaw());
    }

    TextTable table(List<SessionStatus> sessions) {
        boolean rates = !before.isEmpty();
        TextTable table = new TextTable().right("ID", 0).flexible("TO").right("SINCE", 4)
                .right("MESSAGES", rates ? 3 : 1).right("BYTES", rates ? 5 : 2).right("UNACKED", 0);
        if (rates) {
            table.right("MSG/S", 0).right("BYTES/S", 1);
        }
        table.right("LAST", rates ? 2 : 3).left("READER", 0);
        sessions.forEach(session -> {
            table.add(row(session, Side.SERVER));
            table.add(row(session, Side.CLIENT));
        });
        return table;
    }

    private List<String> row(SessionStatus session, Side writer) {
        SegmentStatus segment = session.segment();
        LaneStatus lane = segment.lane(writer);
        boolean first = writer == Side.SERVER;
        List<String> row = new ArrayList<>(List.of(first ? Long.toString(session.id()) : "",
                reader(session, writer.other()), first && segment.counts() ? age(begin(segment)) : "",
                count(segment.messages(writer)), bytes(segment.bytes(writer)), unacknowledged(lane)));
        if (!before.isEmpty()) {
            LaneChange change = LaneChange.between(session.earlier(before), session, writer);
            row.add(change == null || change.messages() < 0 ? UNKNOWN : rate(change.messages() / change.seconds()));
            row.add(change == null ? UNKNOWN : bytes((long) (change.bytes() / change.seconds())));
        }
        row.add(segment.lastMessage(writer) == null ? UNKNOWN : age(segment.lastMessage(writer)));
        row.add(Printable.inline(doing(session, writer.other())));
        return row;
    }

    static Instant begin(SegmentStatus segment) {
        return Instant.ofEpochSecond(0, segment.label().beginNs());
    }

    static String reader(SessionStatus session, Side reader) {
        return (reader == Side.SERVER ? "server " : "client ") + party(session, reader);
    }

    /** The name, the pid and the program, as far as they are known. */
    static String party(SessionStatus session, Side side) {
        SessionParty party = session.party(side);
        String pid = Long.toString(party.pid());
        String name = side == Side.CLIENT && session.segment() != null && session.segment().counts()
                ? session.segment().label().clientName() : "";
        String program = party.process() == null ? "" : " " + program(party.process());
        return Printable.inline((name.isEmpty() || name.equals(pid) ? "" : name + " ") + pid
                + (party.verified() ? program : " unverified"));
    }

    /** What a side does, as the reader of a lane. */
    static String doing(SessionStatus session, Side reader) {
        SessionParty party = session.party(reader);
        SegmentStatus segment = session.segment();
        SideStatus side = segment.side(reader);
        String doing = party.isDead() && !session.isElsewhere(reader) ? "gone" : party.isStopped() ? "stopped"
                : side.state() == SegmentDescriptor.STATE_NEW ? "attaching"
                : side.state() != SegmentDescriptor.STATE_OPEN ? side.stateWord()
                : side.sleepsForMessages() ? "asleep" : "awake";
        String room = segment.side(reader.other()).sleepsForRoom() ? ", writer waits" : "";
        return doing + room + (segment.lane(reader.other()).flaw() == null ? "" : ", damaged");
    }

    static String unacknowledged(LaneStatus lane) {
        return lane.messages() == 0 && lane.inFlight() > 0 && lane.bytes() > 0 ? "part"
                : Long.toString(lane.messages());
    }

    private static String count(long count) {
        return count < 0 ? UNKNOWN : Long.toString(count);
    }

    static String bytes(long bytes) {
        return bytes < 0 ? UNKNOWN : bytes < 1000 ? bytes + " B" : Quantities.bytes(bytes);
    }

    static String rate(double rate) {
        return rate >= 0 ? String.format(Locale.ROOT, rate > 0 && rate < 10 ? "%.1f" : "%.0f", rate) : UNKNOWN;
    }

    String age(Instant begin) {
        return age(Duration.between(begin, now));
    }

    /** "12s", "5m", "3h", "2d": one unit is enough. */
    static String age(Duration age) {
        long ms = age.toMillis();
        if (ms < 0) {
            return UNKNOWN;
        }
        if (ms < TimeUnit.SECONDS.toMillis(1)) {
            return ms + "ms";
        }
        return age.toSeconds() < 120 ? age.toSeconds() + "s" : age.toMinutes() < 120 ? age.toMinutes() + "m"
                : age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
