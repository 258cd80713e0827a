// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.ShmoozeException;
import io.shmooze.qt.QtMailbox;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps the server's list of clients, and announces who comes and goes. */
final class ServerSessionListener implements SessionListener {
    private final AttachedSessions sessions;
    private final UserInterface ui;
    private final Shutdown shutdown;
    /** Null if there is none. */
    private final Room room;
    private final boolean receives;
    private final AtomicLong undelivered = new AtomicLong();

    /**
     * For one server.
     *
     * @param room null if there is none
     * @param receives whether a client that dies has not sent everything
     */
    ServerSessionListener(AttachedSessions sessions, UserInterface ui, Shutdown shutdown, Room room, boolean receives) {
        this.sessions = sessions;
        this.ui = ui;
        this.shutdown = shutdown;
        this.room = room;
        this.receives = receives;
    }

    /**
     * How many messages no client will get. When this side closes, clients of our own protocol still deliver what was
     * published; a Qt program that has not read does not.
     */
    long undelivered() {
        return undelivered.get();
    }

    @Override
    public void onAttached(Session session) {
        if (room == null) {
            sessions.joined(session);
        } else {
            room.enter(session);
        }
        ui.screen().announce(sessions.describe(session) + " joined");
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        String name = sessions.name(session);
        long unhandled = unhandled(detachment);
        if (receives && isBroken(detachment)) {
            shutdown.leaveOut();
        }
        if (session instanceof QtMailbox || countsLines() && detachment.reason() != DetachReason.CLOSED_HERE) {
            undelivered.addAndGet(unhandled);
        }
        if (session instanceof QtMailbox && detachment.reason() == DetachReason.FAILED) {
            // A server of Qt programs has no other session.
            shutdown.fail(new ShmoozeException("The Qt mailbox has failed: " + detachment.detail()
                    + (unhandled == 0 ? "" : "; undelivered: " + Quantities.messages(unhandled))));
        }
        if (!shutdown.reached()) {
            ui.screen().announce(sessions.describe(session) + " " + PeerText.gone(detachment)
                    + (unhandled == 0 ? "" : "; not handled by it: " + Quantities.messages(unhandled)));
        }
        sessions.left(session);
        if (room != null && !shutdown.reached()) {
            room.left(name, detachment);
        }
    }

    /** Whether a line that a client of our own protocol has not handled when it leaves is lost. */
    private boolean countsLines() {
        return !ui.interactive() && room == null;
    }

    private static boolean isBroken(Detachment detachment) {
        return detachment.reason() == DetachReason.PEER_DIED || detachment.reason() == DetachReason.FAILED;
    }

    /** What the room itself had to say to it is no loss. */
    private long unhandled(Detachment detachment) {
        return detachment.unacknowledged().stream().filter(message -> message.kind() != MessageKind.FILE)
                .filter(message -> room == null || !RoomLines.isNotice(message.buffer())).count();
    }

    @Override
    public void onError(Session session, Throwable error) {
        shutdown.leaveOut();
        ui.screen().announce("A message of " + sessions.name(session) + " was not handled: " + ExitStatus.line(error));
    }
}
