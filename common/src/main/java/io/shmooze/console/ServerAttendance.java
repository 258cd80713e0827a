// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

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
    private final AtomicLong undelivered = new AtomicLong();

    ServerAttendance(Members members, Screen screen, Ending ending, AloneRule aloneRule, Room room) {
        this.members = members;
        this.screen = screen;
        this.ending = ending;
        this.aloneRule = aloneRule;
        this.room = room;
    }

    /**
     * How many messages no client will get. Those of our own protocol deliver what was published; a Qt program that has
     * not read does not.
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
        String name = members.name(session);
        if (session instanceof QtMailbox) {
            undelivered.addAndGet(detachment.unacknowledged().size());
        }
        if (!ending.reached()) {
            screen.announce(members.describe(session) + " " + Words.gone(detachment) + lost(detachment));
        }
        members.left(session);
        if (room != null && !ending.reached()) {
            room.left(name, detachment);
        }
        aloneRule.check();
    }

    /** What the room itself had to say to it is no loss. */
    private String lost(Detachment detachment) {
        long count = detachment.unacknowledged().stream()
                .filter(message -> room == null || !RoomLines.isNotice(message.buffer())).count();
        return count == 0 ? "" : "; not handled by it: " + Words.messages(count);
    }

    @Override
    public void onError(Session session, Throwable error) {
        ending.leaveOut();
        screen.announce("A message of " + members.name(session) + " was not handled: " + Conclusion.line(error));
    }
}
