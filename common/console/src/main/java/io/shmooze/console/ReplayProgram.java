// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.TooManyQuestionsException;
import io.shmooze.inspect.DamagedRecordingException;
import io.shmooze.inspect.RecordedMessage;
import io.shmooze.inspect.RecordingReader;
import io.shmooze.inspect.TailedMessage;
import io.shmooze.segment.Side;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** The command {@code replay}: sends what one side has sent in a recording to a channel. */
public final class ReplayProgram {
    private final Invocation invocation;
    private final Function<SessionConfig, Session> connector;
    private final RecordingReader recording;
    private final Integer only;
    private final Side from;
    private final boolean paced;
    private final Shutdown shutdown = new Shutdown();
    private final Screen screen;
    private final ClientSessionListener listener;
    private final ClientExit exit;
    private volatile boolean unserved;
    /** On the clock of {@code System.nanoTime}, when what was recorded at time 0 is due. */
    private long zeroNs;
    private long messages;
    private final Deque<CompletableFuture<Message>> questions = new ArrayDeque<>();
    private long answered;
    private long failed;
    private long leftOut;
    private volatile String summary;

    private ReplayProgram(Invocation invocation, Function<SessionConfig, Session> connector,
                          RecordingReader recording) {
        Arguments arguments = invocation.arguments();
        this.invocation = invocation;
        this.connector = connector;
        this.recording = recording;
        this.only = arguments.value(Flag.SESSION, Conversions.count(1, Integer.MAX_VALUE));
        Side side = arguments.value(Flag.FROM, Conversions.side());
        this.from = side == null ? Side.CLIENT : side;
        Boolean full = arguments.value(Flag.SPEED, Conversions.speed());
        this.paced = full == null || !full;
        this.screen = new PipeScreen(invocation.role(), PipeOutput.standard((byte) '\n'));
        this.listener = new ClientSessionListener(new AttachedSessions(), screen, shutdown, false);
        this.exit = new ClientExit(listener, shutdown);
        Signals.register(shutdown);
    }

    /**
     * Runs the command.
     *
     * @param words the command line after the command
     * @param connector attaches the library's client
     * @return the exit code
     */
    public static int run(String[] words, Function<SessionConfig, Session> connector) {
        return new Launcher(Role.REPLAY_CLIENT, invocation -> {
            try (RecordingReader recording =
                    new RecordingReader(Conversions.path().option("FILE", invocation.arguments().word()))) {
                return new ReplayProgram(invocation, connector, recording).run();
            }
        }).run(words, System.getenv());
    }

    private ExitStatus run() throws InterruptedException {
        Thread replaying = Background.start("shmooze-replay", shutdown, this::attachAndReplay);
        ConnectNotice.announce(shutdown, () -> !exit.isConnected() && unserved,
                invocation.settings().get(Setting.CONNECT_TIMEOUT), screen::announce);
        Shutdown.Reason reason = shutdown.await();
        ExitStatus status = exit.leave(reason);
        // It reads the file, which is about to be closed.
        replaying.interrupt();
        replaying.join();
        if (summary != null) {
            screen.announce(summary);
        }
        return status;
    }

    private void attachAndReplay() throws InterruptedException {
        Session session = connector.apply(new SessionConfig(invocation, (from, message) -> { }, List.of(listener),
                () -> unserved = true));
        exit.connected(session);
        try {
            replay(session);
        } finally {
            summary = summarize();
        }
    }

    private void replay(Session session) throws InterruptedException {
        DamagedRecordingException damage = null;
        try {
            sendAll(session);
        } catch (DamagedRecordingException e) {
            // What was sent before arrives.
            damage = e;
        }
        exit.allSent();
        PatientSender.flush(session, screen);
        while (!questions.isEmpty()) {
            awaitAnswer();
        }
        exit.allHandled();
        if (damage != null) {
            throw damage;
        }
        shutdown.done();
    }

    private void sendAll(Session session) throws InterruptedException {
        boolean first = true;
        RecordedMessage next = recording.next();
        while (next != null && !shutdown.hasBegun()) {
            if (next.writer() == from && (only == null || next.session() == only)) {
                zeroNs = first ? System.nanoTime() - next.timeNs() : zeroNs;
                first = false;
                if (!paced || !shutdown.awaitUntil(zeroNs + next.timeNs())) {
                    send(session, next);
                }
            }
            next = recording.next();
        }
    }

    private void send(Session session, RecordedMessage next) {
        TailedMessage message = next.message();
        if (message == null) {
            screen.announce("the recording lacks " + Quantities.messages(next.missed()) + " here");
            return;
        }
        MessageKind content = message.contentKind();
        boolean plain = content == MessageKind.TEXT || content == MessageKind.BINARY;
        if (plain && message.kind() == content) {
            PatientSender.send(session, content, message.content(), screen);
            messages++;
        } else if (plain && message.kind() == MessageKind.QUESTION) {
            ask(session, content, message);
        } else {
            leftOut++;
            shutdown.leaveOut();
        }
    }

    private void ask(Session session, MessageKind kind, TailedMessage question) {
        while (true) {
            try {
                questions.add(session.ask(kind, question.content()));
                return;
            } catch (TooManyQuestionsException e) {
                awaitAnswer();
            }
        }
    }

    /** Of the oldest question. */
    private void awaitAnswer() {
        try {
            questions.remove().join();
            answered++;
        } catch (CompletionException | CancellationException e) {
            failed++;
            shutdown.leaveOut();
        }
    }

    private String summarize() {
        long asked = answered + failed + questions.size();
        return "replayed " + Quantities.messages(messages)
                + (asked == 0 ? "" : " and " + (asked == 1 ? "1 question" : asked + " questions") + ": " + answered
                + " answered, " + (asked - answered) + " not")
                + (leftOut == 0 ? "" : "; left out " + leftOut + " that cannot be sent again");
    }
}
