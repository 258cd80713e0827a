// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Session;
import io.shmooze.qt.QtEnd;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The program that attaches to a channel. */
public final class ClientProgram {
    private final Invocation invocation;
    private final Duration linger;
    private final Function<SessionConfig, Session> connector;
    private final Shutdown shutdown = new Shutdown();
    private final UserInterface ui;
    private final ClientSessionListener listener;
    private final ClientExit exit;
    /** Whether nobody served the channel at the first attempt. */
    private volatile boolean unserved;
    /** Sends what is typed at a prompt; completed when the client is attached. */
    private final CompletableFuture<Destination> sender = new CompletableFuture<>();

    private ClientProgram(Invocation invocation, Function<SessionConfig, Session> connector) {
        this.invocation = invocation;
        this.linger = invocation.arguments().linger();
        this.connector = connector;
        Signals.register(shutdown);
        AttachedSessions sessions = new AttachedSessions();
        this.ui = UserInterface.open(invocation, sessions, shutdown);
        this.listener = new ClientSessionListener(sessions, ui.screen(), shutdown, invocation.role().receives());
        this.exit = new ClientExit(listener, shutdown);
    }

    /**
     * Runs the program to its end.
     *
     * @param role the chat, or one of the commands {@code send} and {@code receive}
     * @param arguments the command line after the command
     * @param connector attaches the library's client
     * @return the exit code
     */
    public static int run(Role role, String[] arguments, Function<SessionConfig, Session> connector) {
        Launcher.Body body = invocation -> new ClientProgram(invocation, connector).run();
        return new Launcher(role, body).run(arguments, System.getenv());
    }

    /**
     * Prints where the benchmark is.
     *
     * @return the exit code
     */
    public static int bench() {
        PipeScreen.announce(Role.CLIENT, "The benchmark is a program of its own: "
                + ProgramCall.of("bench") + " --help");
        return ExitCode.USAGE.code();
    }

    private ExitStatus run() throws InterruptedException {
        try {
            if (ui.interactive()) {
                ui.screen().announce("attaching to " + location());
                Background.start("shmooze-prompt", shutdown, this::prompt);
            }
            Background.start("shmooze-input", shutdown, this::attachAndFeed);
            ConnectNotice.announce(shutdown, this::isAlone, invocation.settings().get(Setting.CONNECT_TIMEOUT),
                    ui.screen()::announce);
            Shutdown.Reason reason = shutdown.await();
            ui.files().exchange().close();
            return exit.leave(reason);
        } finally {
            ui.screen().close();
        }
    }

    /** Whether no server was found yet. That cannot be known of a Qt program, so it counts as not found. */
    private boolean isAlone() {
        return !exit.isConnected() && (unserved || invocation.speaksQt());
    }

    private String location() {
        return invocation.speaksQt() ? QtPrograms.location(invocation)
                : "channel " + Printable.inline(invocation.channel());
    }

    /** Reads lines from the start. A line that is typed before the client is attached is sent after that. */
    private void prompt() throws InterruptedException {
        TypedLines typed = new TypedLines(line -> sender.join().send(line), ui.screen());
        exit.sends(typed);
        ui.input().feed(typed);
        shutdown.stop();
    }

    private void attachAndFeed() throws InterruptedException {
        Session session = invocation.speaksQt() ? QtPrograms.open(QtEnd.CLIENT, config(), ui.screen())
                : connector.apply(config());
        exit.connected(session);
        Destination server = new ClientSender(session, ui.screen());
        if (ui.interactive()) {
            sender.complete(server);
            return;
        }
        if (ui.input() instanceof PipeInput lines) {
            exit.sends(lines);
        }
        ui.input().feed(server);
        if (!invocation.role().receives()) {
            finish(session);
        }
    }

    private SessionConfig config() {
        MessagePrinter printer = new MessagePrinter(ui.screen(), shutdown, ClientProgram::nameOf, null);
        return new SessionConfig(invocation, ui.files().before(printer), List.of(ui.files().exchange(), listener),
                () -> unserved = true);
    }

    private static String nameOf(Session session) {
        return PeerText.named(session.peer()) ? PeerText.label(session.peer()) : "server";
    }

    /** After the last line of a pipe, or the last file. */
    private void finish(Session session) throws InterruptedException {
        exit.allSent();
        if (invocation.role() == Role.SEND_CLIENT) {
            // The outcome of each file is known: do not wait for the next server with the last pieces of a file.
            PatientSender.flush(session, ClientExit.GRACE);
        } else {
            PatientSender.flush(session, ui.screen());
        }
        exit.allHandled();
        ui.files().awaitAll();
        Thread.sleep(linger.toMillis());
        ui.files().awaitAll();
        shutdown.done();
    }
}
