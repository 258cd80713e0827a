// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import java.util.function.BiPredicate;

/** Keeps the server's list of clients, and announces who comes and goes. */
final class ServerAttendance implements SessionListener {
    private final Members members;
    private final Screen screen;
    private final Ending ending;
    private final AloneRule aloneRule;
    /** Null if there is none. */
    private final Room room;
    private final BiPredicate<Detachment, Long> failed;

    /**
     * For one server.
     *
     * @param room null if there is none
     * @param failed whether such an end of a session, and so many messages that were not handled, mean that the
     *     program has not done what it was to do
     */
    ServerAttendance(Members members, Screen screen, Ending ending, AloneRule aloneRule, Room room,
                     BiPredicate<Detachment, Long> failed) {
        this.members = members;
        this.failed = failed;
        this.screen = screen;
        this.ending = ending;
        this.aloneRule = aloneRule;
        this.room = room;
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
        if (failed.test(detachment, unhandled)) {
            ending.leaveOut();
        }
        if (!ending.reached() || unhandled > 0) {
            screen.announce(members.describe(session) + " " + Words.gone(detachment)
                    + (unhandled == 0 ? "" : "; not handled by it: " + Words.messages(unhandled)));
        }
        members.left(session);
        if (room != null && !ending.reached()) {
            room.left(name, detachment);
        }
        aloneRule.check(midway);
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
