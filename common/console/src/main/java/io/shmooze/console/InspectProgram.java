// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.NotPermittedException;
import io.shmooze.ShmoozeException;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.inspect.ChannelStatus;
import io.shmooze.inspect.Channels;
import io.shmooze.inspect.Listeners;
import io.shmooze.inspect.SessionStatus;
import io.shmooze.session.SessionDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The command {@code inspect}: the sessions of one channel in full. */
public final class InspectProgram {
    private static final int MOST_FRAMES = 20;
    private static final int HEAD = 64;

    private final Path directory;
    private final String channel;
    private final Arguments arguments;
    private final int frames;
    private final Boolean hex;

    private InspectProgram(Invocation invocation) {
        this.directory = ListProgram.directory(invocation);
        this.channel = SessionDefaults.checkChannel(invocation.channel());
        this.arguments = invocation.arguments();
        Integer most = arguments.value(Flag.MOST_FRAMES, Conversions.count(0, 100_000));
        this.frames = most == null ? MOST_FRAMES : most;
        this.hex = arguments.value(Flag.PAYLOAD, Conversions.payload());
    }

    /**
     * Runs the command.
     *
     * @param role of which program
     * @param words the command line after the command
     * @return the exit code
     */
    public static int run(Role role, String... words) {
        return new Launcher(role, invocation -> new InspectProgram(invocation).inspect())
                .run(words, System.getenv());
    }

    private ExitStatus inspect() {
        Duration interval = arguments.value(Flag.INTERVAL, Conversions.duration());
        List<ChannelStatus> before =
                interval == null ? List.of() : ListProgram.lookThenWait(directory, interval, 0, 0);
        ChannelStatus found = found(Channels.find(directory, frames, HEAD), directory, channel);
        List<SessionStatus> chosen = chosen(found.sessions());
        if (arguments.has(Flag.JSON)) {
            System.out.print(ChannelJson.inFull(found.with(chosen), before, hex));
            return ExitStatus.of(ExitCode.DONE);
        }
        int width = Terminals.outputColumns();
        ChannelText text = new ChannelText(before, Instant.now(), width);
        text.describe(found).forEach(System.out::println);
        for (SessionStatus session : chosen) {
            System.out.println();
            if (session.segment() == null) {
                System.out.println(ChannelText.flaw(session));
            } else {
                new SessionText(session, session.earlier(before), text, hex, width).lines()
                        .forEach(System.out::println);
            }
        }
        return ExitStatus.of(ExitCode.DONE);
    }

    /** The only channel of a name among those that were found. */
    static ChannelStatus found(List<ChannelStatus> channels, Path directory, String channel) {
        List<ChannelStatus> found = channels.stream().filter(each -> each.channel().equals(channel)).toList();
        if (found.isEmpty()) {
            throw missing(channels, directory, channel);
        }
        if (found.size() > 1) {
            throw new UsageException("There are channels '" + channel + "' in several directories: choose one with "
                    + "--directory " + found.stream().map(each -> each.directory().toString())
                    .collect(Collectors.joining(", or ")));
        }
        return found.get(0);
    }

    private static ShmoozeException missing(List<ChannelStatus> channels, Path directory, String channel) {
        String served = Listeners.directories(channel).stream()
                .filter(each -> directory == null || each.equals(directory))
                .map(each -> "in " + each + " belongs to " + owner(each)).collect(Collectors.joining(", "));
        if (!served.isEmpty()) {
            return new NotPermittedException("The channel '" + channel + "' " + served
                    + ": only that user and root look inside");
        }
        String others = channels.stream().map(ChannelStatus::channel).distinct().collect(Collectors.joining(", "));
        return new UnavailableException("There is no channel '" + channel + "'"
                + (directory == null ? "" : " in " + directory)
                + (others.isEmpty() ? ", and no other one" : "; there are: " + others));
    }

    private static String owner(Path served) {
        try {
            return Files.getOwner(served).getName();
        } catch (IOException e) {
            return "another user";
        }
    }

    private List<SessionStatus> chosen(List<SessionStatus> sessions) {
        Integer number = arguments.value(Flag.SESSION, Conversions.count(1, Integer.MAX_VALUE));
        if (number == null) {
            return sessions;
        }
        List<SessionStatus> chosen = sessions.stream().filter(session -> session.id() == number).toList();
        if (chosen.isEmpty()) {
            throw new UnavailableException("The channel '" + channel + "' has no session " + number + "; there are: "
                    + sessions.stream().map(session -> Long.toString(session.id())).collect(Collectors.joining(", ")));
        }
        return chosen;
    }
}
