// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.qt.QtEnd;
import io.shmooze.segment.CurrentProcess;
import java.time.Duration;
import java.util.List;

/** The program that serves a channel. */
public final class ServerProgram {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofDays(365);

    private final Invocation invocation;
    private final ServerStarter starter;
    private final Members members = new Members();
    private final Ending ending = new Ending();
    private final ConsoleParts parts;
    private final AloneRule aloneRule;
    /** Null if this is none. */
    private final Room room;
    private final Broadcast broadcast;
    /** Null if there are none: files are sent, or nothing was typed yet. */
    private volatile Outgoing lines;

    private ServerProgram(Invocation invocation, ServerStarter starter) {
        this.invocation = invocation;
        this.starter = starter;
        Signals.lead(ending);
        this.parts = ConsoleParts.open(invocation, members, ending);
        this.room = invocation.arguments().has(Flag.ROOM)
                ? new Room(invocation.settings().get(Setting.NAME), members, parts.screen(), ending) : null;
        boolean exitWhenAlone = invocation.arguments().has(Flag.EXIT_WHEN_ALONE) || invocation.role().receives();
        this.aloneRule = new AloneRule(exitWhenAlone, members, parts.input(), ending);
        this.lines = parts.input() instanceof PipeInput pipe ? pipe : null;
        this.broadcast = new Broadcast(members, parts.screen(), ending);
    }

    /**
     * Runs the program to its end.
     *
     * @param role the chat, or one of the commands {@code send} and {@code receive}
     * @param arguments the command line after the command
     * @param starter starts the library's server
     * @return the exit code
     */
    public static int run(Role role, String[] arguments, ServerStarter starter) {
        Launch.Body body = invocation -> new ServerProgram(invocation, starter).run();
        return new Launch(role, body).run(arguments, System.getenv());
    }

    private Conclusion run() throws InterruptedException {
        try {
            return serve();
        } finally {
            parts.screen().close();
        }
    }

    private Conclusion serve() throws InterruptedException {
        ServerAttendance attendance = new ServerAttendance(members, parts.screen(), ending, aloneRule, room,
                !parts.interactive() && room == null, invocation.role().receives());
        Wiring wiring = wiring(attendance);
        Runnable stop = invocation.speaksQt()
                ? QtPrograms.open(QtEnd.SERVER, invocation, wiring, parts.screen())::close : starter.start(wiring);
        Thread input = null;
        Ending.Reason reason;
        try {
            parts.screen().announce("serving " + place() + ", pid " + CurrentProcess.pid());
            input = Background.start("shmooze-input", ending, this::feed);
            reason = ending.await();
            if (!members.reachable().isEmpty()) {
                settle();
            }
        } finally {
            parts.files().exchange().close();
            stop.run();
            // Until the callbacks that still run have written what they were given.
            members.awaitNobody(GRACE);
        }
        return conclude(reason, undelivered(attendance, input));
    }

    /** With what waits for a client, and gets none any more. */
    private long undelivered(ServerAttendance attendance, Thread input) throws InterruptedException {
        if (lines == null) {
            return attendance.undelivered();
        }
        if (!parts.interactive()) {
            input.interrupt();
            settle();
        }
        long undelivered = attendance.undelivered() + lines.unsent();
        return undelivered == 0 ? 0 : undelivered + lines.behind();
    }

    private void settle() throws InterruptedException {
        if (lines != null) {
            lines.settle(GRACE);
        }
    }

    private Conclusion conclude(Ending.Reason reason, long undelivered) {
        if (reason.error() != null) {
            return Conclusion.failed(reason.error());
        }
        if (undelivered == 0) {
            return Conclusion.of(ending.goodCode());
        }
        String why = switch (reason.cause()) {
            case LOST -> "Everybody has left";
            case DONE -> "Done";
            default -> "Stopped early";
        };
        return Conclusion.of(ExitCode.FAILED, why + "; undelivered: " + Words.messages(undelivered));
    }

    private String place() {
        return invocation.speaksQt() ? QtPrograms.place(invocation) : "channel " + invocation.channel() + " in "
                + Visible.inline(invocation.settings().get(Setting.DIRECTORY).toString());
    }

    private Wiring wiring(ServerAttendance attendance) {
        Reception reception = new Reception(parts.screen(), ending, members::name, room);
        return new Wiring(invocation.channel(), room != null, invocation.arguments().has(Flag.TRUNCATE),
                invocation.settings(), parts.files().before(reception), List.of(parts.files().exchange(), attendance),
                () -> { });
    }

    private void feed() throws InterruptedException {
        Destination everybody = room == null ? broadcast : room.voice(broadcast);
        if (parts.interactive()) {
            TypedLines typed = new TypedLines(new Audience(members, everybody, parts.screen()), parts.screen());
            lines = typed;
            parts.input().feed(typed);
            ending.stop();
        } else {
            parts.input().feed(everybody);
            finish();
        }
    }

    /** At the end of a pipe, or of the files. */
    private void finish() throws InterruptedException {
        if (invocation.role().sends()) {
            ending.done();
        } else if (invocation.arguments().has(Flag.EXIT_AT_END)) {
            broadcast.flush(LONG);
            ending.done();
        } else {
            aloneRule.check();
        }
    }
}
