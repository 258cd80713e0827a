// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Session;
import io.shmooze.qt.QtEnd;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The program that attaches to a channel. */
public final class ClientProgram {
    private final Invocation invocation;
    private final Duration linger;
    private final ClientConnector connector;
    private final Ending ending = new Ending();
    private final ConsoleParts parts;
    private final ClientAttendance attendance;
    private final ClientDeparture departure;
    /** Nobody served the channel when it was looked at first. */
    private volatile boolean unserved;
    /** Of a prompt; there once a server is. */
    private final CompletableFuture<Destination> sender = new CompletableFuture<>();

    private ClientProgram(Invocation invocation, ClientConnector connector) {
        this.invocation = invocation;
        this.linger = invocation.arguments().linger();
        this.connector = connector;
        Signals.lead(ending);
        Members members = new Members();
        this.parts = ConsoleParts.open(invocation, members, ending);
        this.attendance = new ClientAttendance(members, parts.screen(), ending, invocation.role().receives());
        this.departure = new ClientDeparture(attendance, ending);
    }

    /**
     * Runs the program to its end.
     *
     * @param role the chat, or one of the commands {@code send} and {@code receive}
     * @param arguments the command line after the command
     * @param connector attaches the library's client
     * @return the exit code
     */
    public static int run(Role role, String[] arguments, ClientConnector connector) {
        Launch.Body body = invocation -> new ClientProgram(invocation, connector).run();
        return new Launch(role, body).run(arguments, System.getenv());
    }

    /**
     * Says where the benchmark is.
     *
     * @return the exit code
     */
    public static int bench() {
        PipeScreen.announce(Role.CLIENT, "The benchmark is a program of its own: "
                + "java -jar client/bench/target/shmooze-bench.jar --help");
        return ExitCode.USAGE.code();
    }

    private Conclusion run() throws InterruptedException {
        try {
            if (parts.interactive()) {
                parts.screen().announce("attaching to " + place());
                Background.start("shmooze-prompt", ending, this::prompt);
            }
            Background.start("shmooze-input", ending, this::attachAndFeed);
            Waits.tellOfPatience(ending, this::isAlone, invocation.settings().get(Setting.CONNECT_TIMEOUT),
                    parts.screen()::announce);
            Ending.Reason reason = ending.await();
            parts.files().exchange().close();
            return departure.leave(reason);
        } finally {
            parts.screen().close();
        }
    }

    /** A Qt program does not say whether it is there. */
    private boolean isAlone() {
        return !departure.isConnected() && (unserved || invocation.speaksQt());
    }

    private String place() {
        return invocation.speaksQt() ? QtPrograms.place(invocation)
                : "channel " + Visible.inline(invocation.channel());
    }

    /** From the start: what is typed while nobody is there yet is sent when somebody is. */
    private void prompt() throws InterruptedException {
        TypedLines typed = new TypedLines(line -> sender.join().send(line), parts.screen());
        departure.sends(typed);
        parts.input().feed(typed);
        ending.stop();
    }

    private void attachAndFeed() throws InterruptedException {
        Session session = invocation.speaksQt() ? QtPrograms.open(QtEnd.CLIENT, invocation, wiring(), parts.screen())
                : connector.connect(wiring());
        departure.connected(session);
        Destination server = new ClientSender(session, parts.screen());
        if (parts.interactive()) {
            sender.complete(server);
            return;
        }
        if (parts.input() instanceof PipeInput lines) {
            departure.sends(lines);
        }
        parts.input().feed(server);
        if (!invocation.role().receives()) {
            finish(session);
        }
    }

    private Wiring wiring() {
        Reception reception = new Reception(parts.screen(), ending, ClientProgram::nameOf, null);
        return new Wiring(invocation.channel(), false, invocation.arguments().has(Flag.TRUNCATE), invocation.settings(),
                parts.files().before(reception), List.of(parts.files().exchange(), attendance),
                () -> unserved = true);
    }

    private static String nameOf(Session session) {
        return Peers.named(session.peer()) ? Peers.label(session.peer()) : "server";
    }

    /** At the end of a pipe. */
    private void finish(Session session) throws InterruptedException {
        departure.allSent();
        if (invocation.role() == Role.SEND_CLIENT) {
            // What became of the files is known: no use in waiting for the next server with the last of their pieces.
            Waits.flush(session, ClientDeparture.GRACE);
        } else {
            Waits.flush(session, parts.screen());
        }
        departure.allHandled();
        parts.files().awaitQuiet();
        Thread.sleep(linger.toMillis());
        parts.files().awaitQuiet();
        ending.done();
    }
}
