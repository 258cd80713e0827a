// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.qt.QtMailbox;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps the server's list of clients, and announces who comes and goes. */
final class ServerAttendance implements SessionListener {
    private final Members members;
    private final Screen screen;
    private final Ending ending;
    private final AloneRule aloneRule;
    /** Null if there is none. */
    private final Room room;
    private final boolean countsLines;
    private final boolean receives;
    private final AtomicLong undelivered = new AtomicLong();

    /**
     * For one server.
     *
     * @param room null if there is none
     * @param countsLines whether a line that a client of our own protocol has not handled when it leaves is lost
     * @param receives whether a client that dies has not sent everything
     */
    ServerAttendance(Members members, Screen screen, Ending ending, AloneRule aloneRule, Room room,
                     boolean countsLines, boolean receives) {
        this.members = members;
        this.countsLines = countsLines;
        this.receives = receives;
        this.screen = screen;
        this.ending = ending;
        this.aloneRule = aloneRule;
        this.room = room;
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
            members.joined(session);
        } else {
            room.enter(session);
        }
        screen.announce(members.describe(session) + " joined");
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        boolean midway = aloneRule.isMidway();
        String name = members.name(session);
        long unhandled = unhandled(detachment);
        if (receives && isBroken(detachment)) {
            ending.leaveOut();
        }
        if (session instanceof QtMailbox || countsLines && detachment.reason() != DetachReason.CLOSED_HERE) {
            undelivered.addAndGet(unhandled);
        }
        if (!ending.reached()) {
            screen.announce(members.describe(session) + " " + Words.gone(detachment)
                    + (unhandled == 0 ? "" : "; not handled by it: " + Words.messages(unhandled)));
        }
        members.left(session);
        if (room != null && !ending.reached()) {
            room.left(name, detachment);
        }
        aloneRule.check(midway);
    }

    private static boolean isBroken(Detachment detachment) {
        return detachment.reason() == DetachReason.PEER_DIED || detachment.reason() == DetachReason.FAILED;
    }

    /** What the room itself had to say to it is no loss. */
    private long unhandled(Detachment detachment) {
        return detachment.unacknowledged().stream().filter(Words::isLine)
                .filter(message -> room == null || !RoomLines.isNotice(message.buffer())).count();
    }

    @Override
    public void onError(Session session, Throwable error) {
        ending.leaveOut();
        screen.announce("A message of " + members.name(session) + " was not handled: " + Conclusion.line(error));
    }
}
