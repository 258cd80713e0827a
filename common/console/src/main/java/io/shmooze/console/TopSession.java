// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.inspect.ChannelStatus;
import io.shmooze.inspect.LaneChange;
import io.shmooze.inspect.LaneStatus;
import io.shmooze.inspect.SessionStatus;
import io.shmooze.inspect.SideChange;
import io.shmooze.segment.Side;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * One session of {@code top}, with what has happened since the look before. A number that is not known is NaN.
 *
 * @param directory of its channel
 * @param channel its name
 * @param status as it is now
 * @param before at the look before; null if it was not there
 * @param toClient what the server writes
 * @param toServer what the client writes
 */
record TopSession(String directory, String channel, SessionStatus status, SessionStatus before, Direction toClient,
                  Direction toServer) {
    /**
     * One direction of a session.
     *
     * @param writer who writes it
     * @param messages sent a second
     * @param bytes sent a second
     * @param lagSeconds about how long a message waits until it is handled, at the present rate
     * @param stuck whether it is longer than that, because nothing is handled
     * @param quietSeconds how long ago the last message was sent at most; negative if none was seen
     * @param cpu the part of a processor that the reader's process uses
     * @param sleeps of the reader a second, for this session
     * @param bells that the writer has rung a second
     */
    record Direction(Side writer, double messages, double bytes, double lagSeconds, boolean stuck, double quietSeconds,
                     double cpu, double sleeps, double bells) {
        static Direction of(SessionStatus before, SessionStatus now, Side writer, TopHistory history) {
            LaneChange lane = LaneChange.between(before, now, writer);
            SideChange reader = SideChange.between(before, now, writer.other());
            SideChange sender = SideChange.between(before, now, writer);
            boolean stuck = lane != null && lane.acknowledged() == 0 && now.segment().lane(writer).inFlight() > 0;
            return new Direction(writer, lane == null ? Double.NaN : rate(lane.messages(), lane.seconds()),
                    lane == null ? Double.NaN : rate(lane.bytes(), lane.seconds()),
                    stuck ? history.secondsStuck(now, writer) : lag(now.segment().lane(writer), lane), stuck,
                    history.secondsQuiet(now, writer), reader == null ? Double.NaN : reader.cpu(),
                    reader == null ? Double.NaN : rate(reader.sleeps(), reader.seconds()),
                    sender == null ? Double.NaN : rate(sender.bells(), sender.seconds()));
        }

        private static double rate(long count, double seconds) {
            return count < 0 ? Double.NaN : count / seconds;
        }

        /** What waits, by the rate at which it is handled. */
        private static double lag(LaneStatus lane, LaneChange change) {
            if (lane.flaw() != null) {
                return Double.NaN;
            }
            return lane.inFlight() == 0 ? 0 : change == null || change.acknowledged() <= 0 ? Double.NaN
                    : lane.inFlight() * change.seconds() / change.acknowledged();
        }
    }

    /** All sessions of a look that the history has taken in already, in the order of their channels. */
    static List<TopSession> all(List<ChannelStatus> now, List<ChannelStatus> before, TopHistory history) {
        return now.stream().flatMap(channel -> channel.sessions().stream()
                .filter(session -> session.segment() != null)
                .map(session -> of(channel, session, session.earlier(before), history))).toList();
    }

    private static TopSession of(ChannelStatus channel, SessionStatus session, SessionStatus before,
                                 TopHistory history) {
        return new TopSession(channel.directory().toString(), channel.channel(), session, before,
                Direction.of(before, session, Side.SERVER, history),
                Direction.of(before, session, Side.CLIENT, history));
    }

    Stream<Direction> directions() {
        return Stream.of(toClient, toServer);
    }

    double messages() {
        return sum(directions().mapToDouble(Direction::messages));
    }

    double bytes() {
        return sum(directions().mapToDouble(Direction::bytes));
    }

    double lagSeconds() {
        return known(directions().mapToDouble(Direction::lagSeconds)).max().orElse(0);
    }

    double cpu() {
        return known(directions().mapToDouble(Direction::cpu)).max().orElse(0);
    }

    double sleeps() {
        return sum(directions().mapToDouble(Direction::sleeps));
    }

    /** Nanoseconds since 1970; negative if it does not say. */
    long beginNs() {
        return status.segment().counts() ? status.segment().label().beginNs() : -1;
    }

    private static double sum(DoubleStream numbers) {
        return known(numbers).sum();
    }

    private static DoubleStream known(DoubleStream numbers) {
        return numbers.filter(number -> !Double.isNaN(number));
    }

    /** By the name of the channel, its directory, and the number of the session. */
    static Comparator<TopSession> byName() {
        return Comparator.comparing(TopSession::channel).thenComparing(TopSession::directory)
                .thenComparing(session -> session.status().id());
    }
}
