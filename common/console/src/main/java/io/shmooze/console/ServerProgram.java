// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.SessionClosedException;
import io.shmooze.qt.QtEnd;
import io.shmooze.room.Room;
import io.shmooze.segment.CurrentProcess;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The program that serves a channel. */
public final class ServerProgram {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofDays(365);

    private final Invocation invocation;
    private final Function<SessionConfig, Runnable> starter;
    private final AttachedSessions sessions = new AttachedSessions();
    private final Shutdown shutdown = new Shutdown();
    private final UserInterface ui;
    private final ExitWhenAlone exitWhenAlone;
    /** Null if the server is not a room. */
    private ServerRoom room;
    private final Broadcaster broadcaster;
    /** Null if files are sent, or if the prompt has not started yet. */
    private volatile UnsentLines lines;

    private ServerProgram(Invocation invocation, Function<SessionConfig, Runnable> starter) {
        this.invocation = invocation;
        this.starter = starter;
        Signals.register(shutdown);
        this.ui = UserInterface.open(invocation, sessions, shutdown);
        boolean leaves = invocation.arguments().has(Flag.EXIT_WHEN_ALONE) || invocation.role().receives();
        this.exitWhenAlone = new ExitWhenAlone(leaves, sessions, ui.input(), shutdown);
        this.lines = ui.input() instanceof PipeInput pipe ? pipe : null;
        this.broadcaster = new Broadcaster(sessions, ui.screen(), shutdown);
    }

    /**
     * Runs the program to its end.
     *
     * @param role the chat, or one of the commands {@code send} and {@code receive}
     * @param arguments the command line after the command
     * @param starter starts the library's server, and returns what closes it
     * @return the exit code
     */
    public static int run(Role role, String[] arguments, Function<SessionConfig, Runnable> starter) {
        Launcher.Body body = invocation -> new ServerProgram(invocation, starter).run();
        return new Launcher(role, body).run(arguments, System.getenv());
    }

    private ExitStatus run() throws InterruptedException {
        try {
            if (invocation.arguments().has(Flag.ROOM)) {
                room = ServerRoom.open(invocation, new RoomScreen(sessions, ui.screen(), shutdown), this::explain);
                sessions.alsoHere(room.room()::guests);
            }
            return serve();
        } finally {
            if (room != null) {
                room.leave().run();
            }
            ui.screen().close();
        }
    }

    private void explain(String event) {
        if (invocation.arguments().has(Flag.VERBOSE)) {
            ui.screen().announce(Printable.inline(event));
        }
    }

    private ExitStatus serve() throws InterruptedException {
        ServerSessionListener listener = new ServerSessionListener(sessions, ui, shutdown,
                localRoom(), invocation.role().receives());
        SessionConfig config = config(listener);
        Runnable stop = invocation.speaksQt()
                ? QtPrograms.open(QtEnd.SERVER, config, ui.screen())::close : starter.apply(config);
        Thread input = null;
        Shutdown.Reason reason;
        try {
            ui.screen().announce("serving " + location() + ", pid " + CurrentProcess.pid());
            input = Background.start("shmooze-input", shutdown, this::feed);
            reason = shutdown.await();
            if (!sessions.reachable().isEmpty()) {
                settle();
            }
        } finally {
            ui.files().exchange().close();
            stop.run();
            // The callbacks that still run have to write their messages first.
            sessions.awaitNobody(GRACE);
        }
        tellUnpublished();
        return conclude(reason, undelivered(listener, input));
    }

    private Room localRoom() {
        return room == null ? null : room.room();
    }

    private void tellUnpublished() {
        int count = room == null ? 0 : room.unpublished().getAsInt();
        if (count > 0) {
            shutdown.leaveOut();
            ui.screen().announce("Other machines do not have what was said while NATS was away: "
                    + Quantities.messages(count));
        }
    }

    /** How many messages are lost, with those that still wait for a client. */
    private long undelivered(ServerSessionListener listener, Thread input) throws InterruptedException {
        if (lines == null) {
            return listener.undelivered();
        }
        if (!ui.interactive()) {
            input.interrupt();
            settle();
        }
        long undelivered = listener.undelivered() + lines.unsent();
        return undelivered == 0 ? 0 : undelivered + lines.behind();
    }

    private void settle() throws InterruptedException {
        if (lines != null) {
            lines.settle(GRACE);
        }
    }

    private ExitStatus conclude(Shutdown.Reason reason, long undelivered) {
        if (reason.error() != null) {
            return ExitStatus.failed(reason.error());
        }
        if (undelivered == 0) {
            return ExitStatus.of(shutdown.exitCode());
        }
        String why = switch (reason.cause()) {
            case LOST -> "Everybody has left";
            case DONE -> "Done";
            default -> "Stopped early";
        };
        return ExitStatus.of(ExitCode.FAILED, why + "; undelivered: " + Quantities.messages(undelivered));
    }

    private String location() {
        return invocation.speaksQt() ? QtPrograms.location(invocation) : "channel " + invocation.channel() + " in "
                + Printable.inline(invocation.settings().get(Setting.DIRECTORY).toString());
    }

    private SessionConfig config(ServerSessionListener listener) {
        MessagePrinter printer = new MessagePrinter(ui.screen(), shutdown, sessions::name, localRoom());
        return new SessionConfig(invocation, ui.files().before(printer),
                List.of(ui.files().exchange(), exitWhenAlone.after(listener)), () -> { });
    }

    private void feed() throws InterruptedException {
        Destination everybody = room == null ? broadcaster : this::sayInRoom;
        if (ui.interactive()) {
            TypedLines typed = new TypedLines(line -> sendIfAttached(everybody, line), ui.screen());
            lines = typed;
            ui.input().feed(typed);
            shutdown.stop();
        } else {
            ui.input().feed(everybody);
            finish();
        }
    }

    /** A line that nobody hears would be lost. */
    private void sayInRoom(ByteBuffer line) throws InterruptedException {
        if (!room.everywhere() && sessions.awaitReachable().isEmpty()) {
            throw new SessionClosedException("Everybody has left, and nobody is waited for");
        }
        room.room().say(line);
    }

    /** Announces that a typed line was not sent if no client is attached. A line of a pipe would wait for a client. */
    private void sendIfAttached(Destination everybody, ByteBuffer line) throws InterruptedException {
        if ((room == null || !room.everywhere()) && sessions.reachable().isEmpty()) {
            ui.screen().announce("Not sent: nobody is attached");
        } else {
            everybody.send(line);
        }
    }

    /** After the last line of a pipe, or the last file. */
    private void finish() throws InterruptedException {
        if (invocation.role().sends()) {
            shutdown.done();
        } else if (invocation.arguments().has(Flag.EXIT_AT_END)) {
            broadcaster.flush(LONG);
            shutdown.done();
        } else {
            exitWhenAlone.check();
        }
    }
}
