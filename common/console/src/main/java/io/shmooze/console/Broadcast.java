// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageRefusedException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** The server's destination: every client that is attached. The pace is that of the slowest. */
final class Broadcast implements Destination {
    private final Members members;
    private final Screen screen;
    private final Ending ending;

    Broadcast(Members members, Screen screen, Ending ending) {
        this.members = members;
        this.screen = screen;
        this.ending = ending;
    }

    /** Waits for somebody who takes the line; a client that leaves in between is no error. */
    @Override
    public void send(ByteBuffer line) throws InterruptedException {
        boolean taken = false;
        while (!taken) {
            taken = sendToEach(takers(), line);
        }
    }

    private List<Session> takers() throws InterruptedException {
        List<Session> takers = members.awaitReachable();
        if (takers.isEmpty()) {
            throw new SessionClosedException("Everybody has left, and nobody is waited for");
        }
        return takers;
    }

    /**
     * Waits until everybody has handled everything, at most that long in all. What those who leave meanwhile have not
     * handled is told when they are reported.
     */
    void flush(Duration timeout) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeout.toNanos();
        for (Session session : members.reachable()) {
            try {
                Waits.flush(session, Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime())));
            } catch (SessionClosedException e) {
                members.lost(session);
            }
        }
        members.awaitReports(Duration.ofNanos(Math.max(0, deadlineNs - System.nanoTime())));
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
            Waits.send(session, line, screen);
        } catch (SessionClosedException e) {
            members.lost(session);
            return false;
        } catch (MessageRefusedException e) {
            ending.leaveOut();
            screen.announce("Not sent to " + members.name(session) + ": " + Visible.inline(e.getMessage()));
        }
        return true;
    }
}
