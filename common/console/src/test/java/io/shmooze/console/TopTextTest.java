// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.inspect.ChannelStatus;
import io.shmooze.inspect.LaneStatus;
import io.shmooze.inspect.ProcessStatus;
import io.shmooze.inspect.SegmentStatus;
import io.shmooze.inspect.SessionParty;
import io.shmooze.inspect.SessionStatus;
import io.shmooze.inspect.SideStatus;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentLabel;
import io.shmooze.segment.SegmentLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@code top} makes of looks at sessions. */
class TopTextTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final TopHistory history = new TopHistory();
    private final long beganNs = System.nanoTime();

    /** The client reads; the lane to the server is idle. */
    private SessionStatus session(long id, double seconds, long messages, long waiting, long sleeps, long cpuMs) {
        SegmentLabel label = new SegmentLabel(128, 1, TimeUnit.SECONDS.toNanos(NOW.getEpochSecond() - 60 * id), 0, 0,
                "ann");
        boolean asleep = waiting == 0;
        SideStatus client = new SideStatus(messages * 16, messages, messages * 5, 0, SegmentDescriptor.STATE_OPEN,
                asleep ? 3 : 4, 0, TimeUnit.SECONDS.toNanos(NOW.getEpochSecond() - 7), sleeps, 0, 0);
        SideStatus server = new SideStatus(0, 0, 0, 0, SegmentDescriptor.STATE_OPEN, 3, 0, 0, 1, sleeps, 0);
        LaneStatus toClient = new LaneStatus(messages * 16, (messages + waiting) * 16, 320, false, waiting, waiting * 5,
                0, List.of(), 0, null);
        LaneStatus toServer = new LaneStatus(0, 0, 320, false, 0, 0, 0, List.of(), 0, null);
        SegmentStatus segment = new SegmentStatus(beganNs + (long) (seconds * TimeUnit.SECONDS.toNanos(1)), id, 10, 20,
                label, SegmentLayout.of(1024), 1024, server, client, toClient, toServer);
        return new SessionStatus(Path.of("/proc/10/fd/" + id), party(10, 0), party(20, cpuMs), segment, null);
    }

    private static SessionParty party(long pid, long cpuMs) {
        return new SessionParty(pid, true, new ProcessStatus(pid, "peer", "", 'S', "ann", cpuMs));
    }

    private static List<ChannelStatus> look(SessionStatus... sessions) {
        return List.of(new ChannelStatus(Path.of("/d"), "chat", null, false, Arrays.asList(sessions), null, List.of()));
    }

    private List<TopSession> sessions(List<ChannelStatus> before, List<ChannelStatus> now) {
        history.add(before);
        history.add(now);
        return TopSession.all(now, before, history);
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split(" {2,}| (?=client|server)"));
    }

    @Test
    void shouldShowRatesLagAndCost() {
        List<TopSession> sessions = sessions(look(session(1, 0, 100, 10, 4, 1000)),
                look(session(1, 2, 1100, 50, 24, 2500)));
        List<String> lines = new TopText(NOW, 200).table(sessions);
        assertThat(lines).hasSize(3);
        assertThat(words(lines.get(0))).containsExactly("CHANNEL", "ID", "TO", "MSG/S", "BYTES/S", "UNACKED", "LAG",
                "CPU", "SLEEPS/S", "BELLS/S", "LAST", "READER");
        // 40 more wait than before; 500 a second are handled.
        assertThat(words(lines.get(1))).containsExactly("chat", "1", "client ann 20 peer", "520", "2.6 kB", "50",
                "100ms", "75%", "10", "10", "<2s", "awake");
        assertThat(words(lines.get(2))).containsExactly("chat", "1", "server 10 peer", "0", "0 B", "0", "0", "0%", "0",
                "0", "-", "asleep");
    }

    @Test
    void shouldSayHowLongNothingWasHandled() {
        sessions(look(session(1, 1, 100, 10, 0, 0)), look(session(1, 2, 200, 10, 0, 0)));
        List<ChannelStatus> stuck = look(session(1, 3, 200, 20, 0, 0));
        sessions(stuck, look(session(1, 9, 200, 30, 0, 0)));
        List<TopSession> sessions = TopSession.all(history.latest(), stuck, history);
        assertThat(words(new TopText(NOW, 200).table(sessions).get(1))).contains(">7s", "30");
    }

    @Test
    void shouldSayWhenTheLastMessageWasHandled() {
        List<TopSession> sessions = sessions(look(session(1, 0, 5, 0, 0, 0)), look(session(1, 1, 5, 0, 0, 0)));
        assertThat(words(new TopText(NOW, 200).table(sessions).get(1))).endsWith("7s", "asleep");
    }

    @Test
    void shouldShowADashForWhatIsNotKnown() {
        List<ChannelStatus> first = look(session(1, 0, 5, 2, 0, 0));
        history.add(first);
        List<TopSession> sessions = TopSession.all(first, List.of(), history);
        assertThat(words(new TopText(NOW, 200).table(sessions).get(1))).containsExactly("chat", "1",
                "client ann 20 peer", "-", "-", "2", "-", "-", "-", "-", "-", "awake");
    }

    @Test
    void shouldSortByWhatIsAsked() {
        List<TopSession> sessions = sessions(
                look(session(1, 0, 0, 0, 0, 0), session(2, 0, 0, 9, 0, 0), session(3, 0, 0, 0, 0, 0)),
                look(session(1, 1, 50, 0, 0, 5), session(2, 1, 10, 9, 9, 7), session(3, 1, 90, 0, 4, 3)));
        assertThat(ids(sessions, TopOrder.MESSAGES)).containsExactly(3L, 1L, 2L);
        assertThat(ids(sessions, TopOrder.BYTES)).containsExactly(3L, 1L, 2L);
        assertThat(ids(sessions, TopOrder.LAG)).containsExactly(2L, 1L, 3L);
        assertThat(ids(sessions, TopOrder.CPU)).containsExactly(2L, 1L, 3L);
        assertThat(ids(sessions, TopOrder.SLEEPS)).containsExactly(2L, 3L, 1L);
        assertThat(ids(sessions, TopOrder.AGE)).containsExactly(3L, 2L, 1L);
        assertThat(ids(sessions, TopOrder.NAME)).containsExactly(1L, 2L, 3L);
    }

    private static List<Long> ids(List<TopSession> sessions, TopOrder order) {
        return sessions.stream().sorted(order.comparator()).map(session -> session.status().id()).toList();
    }

    @Test
    void shouldLeaveOutTheLeastImportantColumnsFirst() {
        List<TopSession> sessions = sessions(look(session(1, 0, 100, 10, 4, 1000)),
                look(session(1, 2, 1100, 50, 24, 2500)));
        for (int width = 40; width < 140; width++) {
            List<String> lines = new TopText(NOW, width).table(sessions);
            assertThat(lines).allMatch(line -> line.length() <= lines.get(0).length() + 6);
            assertThat(Terminals.width(lines.get(1))).isLessThanOrEqualTo(width);
            assertThat(lines.get(0)).contains("TO", "MSG/S", "LAG");
        }
        assertThat(new TopText(NOW, 60).table(sessions).get(0)).contains("CPU").doesNotContain("BELLS", "LAST");
    }

    @Test
    void shouldSumUpAndShowItsKeys() {
        List<TopSession> sessions = sessions(look(session(1, 0, 100, 0, 4, 1000)),
                look(session(1, 2, 1100, 0, 24, 2500)));
        TopText text = new TopText(NOW, 80);
        assertThat(text.summary(sessions, Duration.ofSeconds(2), TopOrder.CPU))
                .isEqualTo("1 session on 1 channel, 500 messages/s, 2.5 kB/s; every 2s, by cpu");
        assertThat(text.keys()).hasSizeLessThanOrEqualTo(80).startsWith("q quit");
        assertThat(new TopText(NOW, 120).keys()).contains("[l]ag");
    }
}
