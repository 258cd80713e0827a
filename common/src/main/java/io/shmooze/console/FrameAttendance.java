// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;

/** Announces who comes to frames and who goes. What a session carries is only bells, so nothing is ever lost by it. */
final class FrameAttendance implements SessionListener {
    private final StatusLine status;
    private final Ending ending;
    private final boolean publishes;

    FrameAttendance(StatusLine status, Ending ending, boolean publishes) {
        this.status = status;
        this.ending = ending;
        this.publishes = publishes;
    }

    @Override
    public void onAttached(Session session) {
        String peer = Peers.describe(session.peer());
        status.announce(publishes ? peer + " joined" : "attached to " + peer);
    }

    @Override
    public void onDetached(Session session, Detachment detachment) {
        if (!ending.reached()) {
            status.announce(Peers.describe(detachment.peer()) + " " + Words.gone(detachment));
        }
    }

    @Override
    public void onError(Session session, Throwable error) {
        ending.leaveOut();
        status.announce("Something went wrong with " + Peers.label(session.peer()) + ": " + Conclusion.line(error));
    }
}
