// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Sends each line to every client that is attached, at the pace of the slowest one. */
final class Broadcaster implements Destination {
    private final AttachedSessions sessions;
    private final Screen screen;
    private final Shutdown shutdown;

    Broadcaster(AttachedSessions sessions, Screen screen, Shutdown shutdown) {
        this.sessions = sessions;
        this.screen = screen;
        this.shutdown = shutdown;
    }

    /** Waits until at least one client takes the line. A client that leaves meanwhile is not an error. */
    @Override
    public void send(ByteBuffer line) throws InterruptedException {
        boolean taken = false;
        while (!taken) {
            taken = sendToEach(takers(), line);
        }
    }

    private List<Session> takers() throws InterruptedException {
        List<Session> takers = sessions.awaitReachable();
        if (takers.isEmpty()) {
            throw new SessionClosedException("Everybody has left, and nobody is waited for");
        }
        return takers;
    }

    /**
     * Waits until all clients have handled everything, at most for this time in all. The listener reports what a client
     * that leaves meanwhile has not handled.
     */
    void flush(Duration timeout) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        for (Session session : sessions.reachable()) {
            try {
                PatientSender.flush(session, Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime())));
            } catch (SessionClosedException e) {
                sessions.lost(session);
            }
        }
        sessions.awaitReports(Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime())));
    }

    private boolean sendToEach(List<Session> sessions, ByteBuffer line) {
        boolean taken = false;
        for (Session session : sessions) {
            taken |= sendTo(session, line);
        }
        return taken;
    }

    private boolean sendTo(Session session, ByteBuffer line) {
        try {
            PatientSender.send(session, MessageKind.TEXT, line, screen);
        } catch (SessionClosedException e) {
            sessions.lost(session);
            return false;
        } catch (MessageRefusedException e) {
            shutdown.leaveOut();
            screen.announce("Not sent to " + sessions.name(session) + ": " + Printable.inline(e.getMessage()));
        }
        return true;
    }
}
