// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import org.slf4j.LoggerFactory;

/** Calls the application, and survives whatever it throws. */
public final class Callbacks {
    private final SessionOptions options;
    private final Session session;

    public Callbacks(SessionOptions options, Session session) {
        this.options = options;
        this.session = session;
    }

    /** A {@link io.shmooze.MessageListener} for the session's own thread. */
    public void message(Session from, Message message) {
        try {
            options.messageListener().onMessage(from, message);
        } catch (Throwable e) {
            error(e);
        }
    }

    public void attached() {
        try {
            listener().onAttached(session);
        } catch (Throwable e) {
            error(e);
        }
    }

    public void detached(Detachment detachment) {
        try {
            listener().onDetached(session, detachment);
        } catch (Throwable e) {
            error(e);
        }
    }

    private SessionListener listener() {
        return options.sessionListener();
    }

    public void error(Throwable error) {
        try {
            listener().onError(session, error);
        } catch (Throwable e) {
            e.addSuppressed(error);
            LoggerFactory.getLogger("io.shmooze").error("onError itself failed", e);
        }
    }
}
