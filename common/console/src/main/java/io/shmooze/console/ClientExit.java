// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import java.time.Duration;

/** Closes the client's session, and finds out what the server has not handled. */
final class ClientExit {
    static final Duration GRACE = Duration.ofSeconds(1);

    private final ClientSessionListener listener;
    private final Shutdown shutdown;
    private volatile Session session;
    private volatile UnsentLines lines;
    private volatile boolean allSent;
    private volatile boolean allHandled;

    ClientExit(ClientSessionListener listener, Shutdown shutdown) {
        this.listener = listener;
        this.shutdown = shutdown;
    }

    /** From now on, lines may be on their way. */
    void sends(UnsentLines unsent) {
        lines = unsent;
    }

    /** From now on, there is a session to close. */
    void connected(Session connected) {
        session = connected;
    }

    boolean isConnected() {
        return session != null;
    }

    /** The input has ended. */
    void allSent() {
        allSent = true;
    }

    /** The input has ended, and the server has handled everything. */
    void allHandled() {
        allHandled = true;
    }

    /** To be called once, on the main thread. */
    ExitStatus leave(Shutdown.Reason reason) throws InterruptedException {
        Session left = session;
        if (left == null) {
            return neverAttached(reason);
        }
        boolean settled = reason.isEarly() && waitForTheServer(left);
        left.close();
        Detachment end = listener.awaitEnd(GRACE);
        if (reason.error() != null) {
            return ExitStatus.failed(reason.error());
        }
        if (allHandled || end == null && settled) {
            return ExitStatus.of(shutdown.exitCode());
        }
        return conclude(reason, end);
    }

    private ExitStatus neverAttached(Shutdown.Reason reason) {
        long unsent = unsent();
        String line = unsent == 0 ? null : "Not sent: " + Quantities.messages(unsent);
        if (reason.error() != null) {
            ExitStatus failed = ExitStatus.failed(reason.error());
            return line == null ? failed : new ExitStatus(failed.code(), failed.line() + ". " + line, reason.error());
        }
        if (reason.cause() == Shutdown.Cause.INTERRUPTED) {
            return ExitStatus.of(ExitCode.INTERRUPTED, line);
        }
        return ExitStatus.of(line == null ? shutdown.exitCode() : ExitCode.FAILED, line);
    }

    /** Gives the lines that are on their way a moment to arrive; true if all did. */
    private boolean waitForTheServer(Session left) throws InterruptedException {
        settle();
        try {
            return PatientSender.flush(left, GRACE) && unsent() == 0;
        } catch (SessionClosedException e) {
            return false;
        }
    }

    private void settle() throws InterruptedException {
        if (lines != null) {
            lines.settle(GRACE);
        }
    }

    private ExitStatus conclude(Shutdown.Reason reason, Detachment end) throws InterruptedException {
        if (end == null) {
            // A callback still blocks while it writes its output, so the session could not report its end.
            return ExitStatus.of(ExitCode.FAILED, "Left without knowing what the server has handled");
        }
        long undelivered = undelivered(end);
        if (allSent && undelivered == 0) {
            return ExitStatus.of(shutdown.exitCode());
        }
        if (reason.cause() == Shutdown.Cause.LOST) {
            return lost(end, undelivered);
        }
        return undelivered == 0 ? ExitStatus.of(shutdown.exitCode())
                : ExitStatus.of(ExitCode.FAILED, "Stopped early; undelivered: " + Quantities.messages(undelivered));
    }

    private long undelivered(Detachment end) throws InterruptedException {
        settle();
        long unhandled = end.unacknowledged().stream().filter(message -> message.kind() != MessageKind.FILE).count();
        long undelivered = unhandled + unsent();
        return undelivered == 0 || lines == null ? undelivered : undelivered + lines.behind();
    }

    private long unsent() {
        return lines == null ? 0 : lines.unsent();
    }

    private ExitStatus lost(Detachment end, long undelivered) {
        String tail = undelivered == 0 ? "" : "; undelivered: " + Quantities.messages(undelivered);
        if (listener.brokenOff(end)) {
            return ExitStatus.of(ExitCode.FAILED, PeerText.describe(end.peer()) + " " + PeerText.gone(end) + tail);
        }
        String reason = end.detail() == null ? "" : ". " + Printable.inline(end.detail());
        return ExitStatus.of(ExitCode.UNAVAILABLE, "The server is gone" + tail + reason);
    }
}
