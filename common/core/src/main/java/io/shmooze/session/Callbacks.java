// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import java.util.function.Consumer;

/** Calls the application, and survives whatever it throws. */
public final class Callbacks {
    /** What its {@code onError} does is the default. */
    private static final SessionListener DEFAULT = new SessionListener() {
    };

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
        forEach(listener -> listener.onAttached(session));
    }

    public void detached(Detachment detachment) {
        forEach(listener -> listener.onDetached(session, detachment));
    }

    private void forEach(Consumer<SessionListener> call) {
        for (SessionListener listener : options.sessionListeners()) {
            try {
                call.accept(listener);
            } catch (Throwable e) {
                error(e);
            }
        }
    }

    /** Tells the listeners that handle errors, or does the default, once, if there is none. */
    public void error(Throwable error) {
        boolean handled = false;
        for (SessionListener listener : options.sessionListeners()) {
            if (handlesErrors(listener)) {
                handled = true;
                try {
                    listener.onError(session, error);
                } catch (Throwable e) {
                    if (e != error) {
                        e.addSuppressed(error);
                    }
                    report(e);
                }
            }
        }
        if (!handled) {
            report(error);
        }
    }

    private static boolean handlesErrors(SessionListener listener) {
        try {
            return listener.getClass().getMethod("onError", Session.class, Throwable.class).getDeclaringClass()
                    != SessionListener.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private void report(Throwable error) {
        try {
            DEFAULT.onError(session, error);
        } catch (Throwable e) {
            // Neither the log nor the thread's handler takes it: like the JDK, which ignores what that handler throws.
            return;
        }
    }
}
