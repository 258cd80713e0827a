// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.ShmoozeException;
import io.shmooze.qt.QtMailbox;
import io.shmooze.room.Room;
import io.shmooze.room.RoomLines;
import java.util.concurrent.atomic.AtomicLong;

/** Adds and removes the server's clients, announces who joins and leaves, and counts what is undelivered. */
final class ServerSessionListener implements SessionListener {
    private final AttachedSessions sessions;
    private final UserInterface ui;
    private final Shutdown shutdown;
    /** Null if the server is not a room. */
    private final Room room;
    private final boolean receives;
    private final AtomicLong undelivered = new AtomicLong();

    /**
     * For one server.
     *
     * @param room null if the server is not a room
     * @param receives whether the server only receives, so that a client that dies is a failure
     */
    ServerSessionListener(AttachedSessions sessions, UserInterface ui, Shutdown shutdown, Room room, boolean receives) {
        this.sessions = sessions;
        this.ui = ui;
        this.shutdown = shutdown;
        this.room = room;
        this.receives = receives;
    }

    /**
     * How many messages no client will get. When this side closes, a client of our own protocol still delivers what was
     * published; a Qt program loses what it has not read.
     */
    long undelivered() {
        return undelivered.get();
    }

    @Override
    public void onAttached(Session session) {
        if (room == null) {
            sessions.joined(session);
        } else {
            room.onAttached(session);
        }
        ui.screen().announce(sessions.describe(session) + " joined");
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
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
        if (!shutdown.hasBegun()) {
            ui.screen().announce(sessions.describe(session) + " " + PeerText.gone(detachment)
                    + (unhandled == 0 ? "" : "; not handled by it: " + Quantities.messages(unhandled)));
        }
        sessions.left(session);
        if (room != null && !shutdown.hasBegun()) {
            room.onDetached(session, detachment);
        }
    }

    /** Whether a line is lost if a client of our own protocol leaves without handling it. */
    private boolean countsLines() {
        return !ui.interactive() && room == null;
    }

    private static boolean isBroken(Detachment detachment) {
        return detachment.reason() == DetachReason.PEER_DIED || detachment.reason() == DetachReason.FAILED;
    }

    /** Counts the lines, without the notices of the room itself. Files are reported apart. */
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
