// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.inspect.LaneStatus;
import io.shmooze.inspect.SegmentStatus;
import io.shmooze.segment.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The table of {@code top}, as text for people. All that comes from elsewhere is made harmless for a terminal. */
final class TopText {
    private static final String UNKNOWN = "-";
    private static final int CHANNEL_WIDTH = 20;
    /** Enough for a pid and the beginning of a name. */
    private static final int LEAST_TO = 20;
    /** Less is shown as 0. */
    private static final double LEAST_LAG_SECONDS = 0.001;

    private final Instant now;
    private final int width;

    /**
     * For one look.
     *
     * @param now for ages
     * @param width of the output, columns
     */
    TopText(Instant now, int width) {
        this.now = now;
        this.width = width;
    }

    /** One line for the headings, and two for each session. Blanks before headings keep columns from jumping. */
    List<String> table(List<TopSession> sessions) {
        boolean several = sessions.stream().map(TopSession::directory).distinct().count() > 1;
        TextTable table = new TextTable();
        if (several) {
            table.left("DIRECTORY", 9);
        }
        table.left("CHANNEL", 0).right("ID", 2).flexible("TO", LEAST_TO).right("  MSG/S", 0).right("BYTES/S", 3)
                .right("UNACKED", 5).right("  LAG", 0).right(" CPU", 1).right("SLEEPS/S", 7).right("BELLS/S", 8)
                .right("LAST", 6).left("READER", 4);
        sessions.forEach(session -> session.directions().forEach(direction -> {
            List<String> row = row(session, direction);
            table.add(several ? Stream.concat(Stream.of(Printable.inline(session.directory())), row.stream()).toList()
                    : row);
        }));
        return table.lines("", width);
    }

    private List<String> row(TopSession session, TopSession.Direction direction) {
        Side writer = direction.writer();
        SegmentStatus segment = session.status().segment();
        LaneStatus lane = segment.lane(writer);
        return List.of(Terminals.cut(Printable.inline(session.channel()), CHANNEL_WIDTH),
                Long.toString(session.status().id()), ChannelText.reader(session.status(), writer.other()),
                ChannelText.rate(direction.messages()), ChannelText.bytes((long) known(direction.bytes())),
                lane.flaw() == null ? ChannelText.unacknowledged(lane) : UNKNOWN, lag(direction),
                Double.isNaN(direction.cpu()) ? UNKNOWN : Math.round(100 * direction.cpu()) + "%",
                ChannelText.rate(direction.sleeps()), ChannelText.rate(direction.bells()),
                last(segment.lastMessage(writer), direction),
                Printable.inline(ChannelText.doing(session.status(), writer.other())));
    }

    private static double known(double number) {
        return Double.isNaN(number) ? -1 : number;
    }

    private static String lag(TopSession.Direction direction) {
        double seconds = direction.lagSeconds();
        if (Double.isNaN(seconds)) {
            return UNKNOWN;
        }
        return (direction.stuck() ? ">" : "") + (seconds == 0 ? "0" : seconds < LEAST_LAG_SECONDS ? "<1ms"
                : ChannelText.age(Duration.ofMillis(Math.round(seconds * 1000))));
    }

    /** As the session says, or else as the looks have shown. */
    private String last(Instant last, TopSession.Direction direction) {
        if (last != null) {
            return ChannelText.age(Duration.between(last, now));
        }
        return direction.quietSeconds() < 0 ? UNKNOWN
                : "<" + ChannelText.age(Duration.ofMillis(Math.round(direction.quietSeconds() * 1000)));
    }

    /** One line about all sessions. */
    String summary(List<TopSession> sessions, Duration interval, TopOrder order) {
        long channels = sessions.stream().map(session -> session.directory() + "/" + session.channel()).distinct()
                .count();
        return String.format(Locale.ROOT, "%d %s on %d %s, %s messages/s, %s/s; every %s, by %s", sessions.size(),
                sessions.size() == 1 ? "session" : "sessions", channels, channels == 1 ? "channel" : "channels",
                ChannelText.rate(sessions.stream().mapToDouble(TopSession::messages).sum()),
                Quantities.bytes(sessions.stream().mapToDouble(TopSession::bytes).sum()), Quantities.time(interval),
                order.word());
    }

    /** The keys, as far as there is room for them. */
    String keys() {
        List<String> words = new ArrayList<>();
        Stream.of(TopOrder.values()).forEach(order -> words.add(order.word()));
        String full = "q quit, r reverse, up and down; order: " + String.join(" ", words.stream()
                .map(word -> "[" + word.charAt(0) + "]" + word.substring(1)).toList());
        return Terminals.width(full) <= width ? full : "q quit, r reverse, order: " + String.join(" ", words.stream()
                .map(word -> word.substring(0, 1)).toList());
    }
}
