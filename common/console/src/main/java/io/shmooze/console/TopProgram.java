// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import io.shmooze.inspect.ChannelStatus;
import io.shmooze.inspect.Channels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The command {@code top}: all sessions with their rates, again and again. */
public final class TopProgram {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
    /** The rows of the screen that are not for sessions: the summary, the headings, what is left out, and the keys. */
    private static final int OTHER_ROWS = 4;
    private static final int ROWS_OF_SESSION = 2;

    private final Invocation invocation;
    private final Path directory;
    private final Duration interval;
    private TopOrder order;
    private boolean reversed;
    /** How many sessions are scrolled out of the screen. */
    private int above;
    private final TopHistory history = new TopHistory();

    private TopProgram(Invocation invocation) {
        Arguments arguments = invocation.arguments();
        Duration given = arguments.value(Flag.PERIOD, Conversions.duration());
        TopOrder first = arguments.value(Flag.SORT, Conversions.topOrder());
        this.invocation = invocation;
        this.directory = ListProgram.directory(invocation);
        this.interval = given == null ? INTERVAL : given;
        this.order = first == null ? TopOrder.MESSAGES : first;
        if (interval.compareTo(LEAST_INTERVAL) < 0) {
            throw new UsageException("Option --interval: " + Quantities.time(interval) + " is too short, the least is "
                    + Quantities.time(LEAST_INTERVAL));
        }
    }

    /**
     * Runs the command.
     *
     * @param role of which program
     * @param words the command line after the command
     * @return the exit code
     */
    public static int run(Role role, String... words) {
        return new Launcher(role, invocation -> new TopProgram(invocation).run()).run(words, System.getenv());
    }

    private ExitStatus run() throws IOException, InterruptedException {
        boolean once = invocation.arguments().has(Flag.ONCE);
        if (invocation.arguments().has(Flag.JSON) && !once) {
            throw new UsageException("Option --json needs --once");
        }
        if (once) {
            return once();
        }
        if (!Terminals.canDraw()) {
            throw new UsageException("top needs a terminal that can redraw lines; --once prints the table once");
        }
        Terminals.requireFolder();
        Shutdown shutdown = new Shutdown();
        Signals.register(shutdown);
        history.add(Channels.find(directory, 0, 0));
        try (TopScreen screen = new TopScreen(shutdown)) {
            Background.start("shmooze-signals", shutdown, () -> {
                shutdown.await();
                screen.quit();
            });
            watch(screen);
        }
        return shutdown.hasBegun() && shutdown.await().error() != null ? ExitStatus.failed(shutdown.await().error())
                : ExitStatus.of(ExitCode.DONE);
    }

    private ExitStatus once() {
        List<ChannelStatus> before = ListProgram.lookThenWait(directory, interval, 0, 0);
        history.add(before);
        List<ChannelStatus> now = Channels.find(directory, 0, 0);
        history.add(now);
        List<TopSession> sessions = sorted(TopSession.all(now, before, history));
        if (invocation.arguments().has(Flag.JSON)) {
            System.out.print(ChannelJson.of(now, before, List.of()));
        } else if (!sessions.isEmpty()) {
            new TopText(Instant.now(), Terminals.outputColumns()).table(sessions).forEach(System.out::println);
        }
        unreadable(now).forEach(line -> PipeScreen.announce(invocation.role(), line));
        return ExitStatus.of(ExitCode.DONE, sessions.isEmpty() ? "There is no session"
                + (directory == null ? "" : " in " + Printable.inline(directory.toString())) : null);
    }

    private static List<String> unreadable(List<ChannelStatus> channels) {
        return channels.stream().flatMap(channel -> channel.sessions().stream())
                .filter(session -> session.segment() == null).map(ChannelText::flaw).toList();
    }

    private List<TopSession> sorted(List<TopSession> sessions) {
        List<TopSession> sorted = new ArrayList<>(sessions);
        Comparator<TopSession> comparator = order.comparator();
        sorted.sort(reversed ? Collections.reverseOrder(comparator) : comparator);
        return sorted;
    }

    private void watch(TopScreen screen) throws InterruptedException {
        List<ChannelStatus> before = List.of();
        List<ChannelStatus> now = history.latest();
        long dueNs = System.nanoTime() + interval.toNanos();
        while (true) {
            draw(screen, now, before);
            TopScreen.Key key = screen.await(dueNs);
            if (key == null) {
                before = now;
                now = Channels.find(directory, 0, 0);
                history.add(now);
                dueNs = System.nanoTime() + interval.toNanos();
            } else if (key.action() == TopScreen.Action.QUIT) {
                return;
            } else {
                obey(key);
            }
        }
    }

    private void obey(TopScreen.Key key) {
        switch (key.action()) {
            case ORDER -> order = key.order();
            case REVERSE -> reversed = !reversed;
            case UP -> above = Math.max(0, above - 1);
            case DOWN -> above++;
            default -> { }
        }
    }

    private void draw(TopScreen screen, List<ChannelStatus> now, List<ChannelStatus> before) {
        List<TopSession> sessions = sorted(TopSession.all(now, before, history));
        TopText text = new TopText(Instant.now(), screen.columns());
        List<String> unreadable = unreadable(now);
        int room = Math.max(0, screen.rows() - OTHER_ROWS - unreadable.size());
        int shown = Math.min(sessions.size(), room / ROWS_OF_SESSION);
        above = Math.max(0, Math.min(above, sessions.size() - shown));
        List<String> lines = new ArrayList<>();
        lines.add(text.summary(sessions, interval, order));
        List<String> table = text.table(sessions);
        lines.add(table.get(0));
        lines.addAll(table.subList(1 + ROWS_OF_SESSION * above, 1 + ROWS_OF_SESSION * (above + shown)));
        lines.addAll(unreadable);
        while (lines.size() < screen.rows() - 2) {
            lines.add("");
        }
        int left = sessions.size() - shown;
        lines.add(left == 0 ? "" : above + " above, " + (left - above) + " below");
        lines.add(text.keys());
        screen.draw(lines.subList(0, Math.min(lines.size(), screen.rows())), List.of(1));
    }
}
