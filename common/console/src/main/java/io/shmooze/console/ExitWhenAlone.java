// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.SessionListener;

/**
 * The option {@code --exit-when-alone}. A server has nothing left to wait for when clients were attached, none is any
 * more, and the input has ended or has given nothing at all (a terminal or an open pipe that nobody uses).
 */
final class ExitWhenAlone {
    private final boolean active;
    private final AttachedSessions sessions;
    private final Input input;
    private final Shutdown shutdown;

    ExitWhenAlone(boolean active, AttachedSessions sessions, Input input, Shutdown shutdown) {
        this.active = active;
        this.sessions = sessions;
        this.input = input;
        this.shutdown = shutdown;
    }

    /** To be called when the input has ended. */
    void check() {
        if (active && sessions.allGone() && !input.isActive()) {
            shutdown.done();
        }
    }

    /** Calls the listener, and checks after each detachment. */
    SessionListener after(SessionListener listener) {
        return new SessionListener() {
            @Override
            public void onAttached(Session session) {
                listener.onAttached(session);
            }

            @Override
            public void onDetached(Session session, Detachment detachment) {
                // Before the report, because no client is left for a line that is pending by now.
                boolean pending = input.hasPending();
                listener.onDetached(session, detachment);
                if (active && pending && sessions.allGone()) {
                    sessions.abandon();
                }
                check();
            }

            @Override
            public void onError(Session session, Throwable error) {
                listener.onError(session, error);
            }
        };
    }
}
