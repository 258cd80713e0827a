// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.MessageRefusedException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import java.nio.ByteBuffer;
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
            taken = sendToEach(members.awaitReachable(), line);
        }
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
