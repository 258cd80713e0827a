// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import java.time.Duration;

/** How a client leaves: closes the session, and finds out what the server has not handled. */
final class ClientDeparture {
    static final Duration GRACE = Duration.ofSeconds(1);

    private final ClientAttendance attendance;
    private final Ending ending;
    private volatile Session session;
    private volatile Outgoing outgoing;
    private volatile boolean allSent;
    private volatile boolean allHandled;

    ClientDeparture(ClientAttendance attendance, Ending ending) {
        this.attendance = attendance;
        this.ending = ending;
    }

    /** From now on lines may be under way. */
    void sends(Outgoing destination) {
        outgoing = destination;
    }

    /** From now on there is something to close. */
    void connected(Session connected) {
        session = connected;
    }

    boolean isConnected() {
        return session != null;
    }

    /** The input is at its end. */
    void allSent() {
        allSent = true;
    }

    /** The input is at its end, and the server has handled everything. */
    void allHandled() {
        allHandled = true;
    }

    /** To be called once, on the main thread. */
    Conclusion leave(Ending.Reason reason) throws InterruptedException {
        Session left = session;
        if (left == null) {
            return neverAttached(reason);
        }
        boolean settled = reason.isEarly() && waitForTheServer(left);
        left.close();
        Detachment end = attendance.awaitEnd(GRACE);
        if (reason.error() != null) {
            return Conclusion.failed(reason.error());
        }
        if (allHandled || end == null && settled) {
            return Conclusion.of(ending.goodCode());
        }
        return conclude(reason, end);
    }

    private Conclusion neverAttached(Ending.Reason reason) {
        long unsent = unsent();
        String line = unsent == 0 ? null : "Not sent: " + Words.messages(unsent);
        if (reason.error() != null) {
            Conclusion failed = Conclusion.failed(reason.error());
            return line == null ? failed : new Conclusion(failed.code(), failed.line() + ". " + line, reason.error());
        }
        if (reason.cause() == Ending.Cause.INTERRUPTED) {
            return Conclusion.of(ExitCode.INTERRUPTED, line);
        }
        return Conclusion.of(line == null ? ending.goodCode() : ExitCode.FAILED, line);
    }

    /** What is under way gets a moment to arrive; true if it did. */
    private boolean waitForTheServer(Session left) throws InterruptedException {
        settle();
        try {
            return Waits.flush(left, GRACE) && unsent() == 0;
        } catch (SessionClosedException e) {
            return false;
        }
    }

    private void settle() throws InterruptedException {
        if (outgoing != null) {
            outgoing.settle(GRACE);
        }
    }

    private Conclusion conclude(Ending.Reason reason, Detachment end) throws InterruptedException {
        if (end == null) {
            // A callback still waits for its output to be taken, so the session could not report its end.
            return Conclusion.of(ExitCode.FAILED, "Left without knowing what the server has handled");
        }
        long undelivered = undelivered(end);
        if (allSent && undelivered == 0) {
            return Conclusion.of(ending.goodCode());
        }
        if (reason.cause() == Ending.Cause.LOST) {
            return lost(end, undelivered);
        }
        return undelivered == 0 ? Conclusion.of(ending.goodCode())
                : Conclusion.of(ExitCode.FAILED, "Stopped early; undelivered: " + Words.messages(undelivered));
    }

    private long undelivered(Detachment end) throws InterruptedException {
        settle();
        long undelivered = end.unacknowledged().stream().filter(Words::isLine).count() + unsent();
        return undelivered == 0 || outgoing == null ? undelivered : undelivered + outgoing.behind();
    }

    private long unsent() {
        return outgoing == null ? 0 : outgoing.unsent();
    }

    private Conclusion lost(Detachment end, long undelivered) {
        String tail = undelivered == 0 ? "" : "; undelivered: " + Words.messages(undelivered);
        if (attendance.brokenOff(end)) {
            return Conclusion.of(ExitCode.FAILED, Peers.describe(end.peer()) + " " + Words.gone(end) + tail);
        }
        String reason = end.detail() == null ? "" : ". " + Visible.inline(end.detail());
        return Conclusion.of(ExitCode.UNAVAILABLE, "The server is gone" + tail + reason);
    }
}
