// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.InterruptedSessionException;
import io.shmooze.inspect.ChannelStatus;
import io.shmooze.inspect.Channels;
import io.shmooze.qt.QtException;
import io.shmooze.qt.QtInventory;
import io.shmooze.qt.QtNativeKey;
import io.shmooze.qt.QtObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code ls}: which channels there are, and what passes through them. */
public final class ListProgram {
    private ListProgram() {
    }

    /**
     * Runs the command.
     *
     * @param role of which program
     * @param words the command line after the command
     * @return the exit code
     */
    public static int run(Role role, String... words) {
        return new Launcher(role, ListProgram::list).run(words, System.getenv());
    }

    private static ExitStatus list(Invocation invocation) {
        Duration interval = invocation.arguments().value(Flag.INTERVAL, Conversions.duration());
        Path directory = directory(invocation);
        List<ChannelStatus> before = interval == null ? List.of() : lookThenWait(directory, interval, 0, 0);
        List<ChannelStatus> now = Channels.find(directory, 0, 0);
        List<QtObject> qt = directory == null ? qtSegments(invocation.role()) : List.of();
        if (invocation.arguments().has(Flag.JSON)) {
            System.out.print(ChannelJson.of(now, before, qt));
        } else {
            int width = Terminals.outputColumns();
            new ChannelText(before, Instant.now(), width).list(now).forEach(System.out::println);
            QtText.lines(qt, width).forEach(System.out::println);
        }
        return ExitStatus.of(ExitCode.DONE, now.isEmpty() && qt.isEmpty() ? "There is no channel"
                + (directory == null ? "" : " in " + Printable.inline(directory.toString())) : null);
    }

    /** They have keys of their own instead of a directory of channels. */
    private static List<QtObject> qtSegments(Role role) {
        try {
            return QtInventory.segments(QtNativeKey.temporaryDirectory());
        } catch (QtException e) {
            PipeScreen.announce(role, "Qt's shared memory is not listed: " + Printable.inline(e.getMessage()));
            return List.of();
        }
    }

    /** The only directory to look in; null for all. */
    static Path directory(Invocation invocation) {
        return invocation.settings().has(Setting.DIRECTORY) ? invocation.settings().get(Setting.DIRECTORY) : null;
    }

    static List<ChannelStatus> lookThenWait(Path directory, Duration interval, int frames, int head) {
        List<ChannelStatus> found = Channels.find(directory, frames, head);
        try {
            TimeUnit.NANOSECONDS.sleep(interval.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedSessionException("Interrupted between the two looks", e);
        }
        return found;
    }
}
