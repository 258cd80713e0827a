// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;

/** Keeps the server's list of clients, and announces who comes and goes. */
final class ServerAttendance implements SessionListener {
    private final Members members;
    private final Screen screen;
    private final Ending ending;
    private final AloneRule aloneRule;

    ServerAttendance(Members members, Screen screen, Ending ending, AloneRule aloneRule) {
        this.members = members;
        this.screen = screen;
        this.ending = ending;
        this.aloneRule = aloneRule;
    }

    @Override
    public void onAttached(Session session) {
        members.joined(session);
        screen.announce(Peers.describe(session.peer()) + " joined");
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        if (!ending.reached()) {
            screen.announce(Peers.describe(detachment.peer()) + " " + Words.gone(detachment) + lost(detachment));
        }
        members.left(session);
        aloneRule.check();
    }

    private static String lost(Detachment detachment) {
        int count = detachment.unacknowledged().size();
        return count == 0 ? "" : "; not handled by it: " + Words.messages(count);
    }

    @Override
    public void onError(Session session, Throwable error) {
        ending.leaveOut();
        screen.announce("A message of " + Peers.label(session.peer()) + " was not handled: "
                + Conclusion.line(error));
    }
}
