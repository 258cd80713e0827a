// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.UsageException;

/**
 * The application's listeners of one session. Owns nothing but the way to them; calls them, and survives whatever they
 * throw. For the session's own thread.
 */
public final class Callbacks implements MessageListener {
    /** Its {@code onError} is the default one. */
    private static final SessionListener DEFAULT = new SessionListener() {
    };

    private final SessionOptions options;
    private final Session session;

    public Callbacks(SessionOptions options, Session session) {
        this.options = options;
        this.session = session;
    }

    /**
     * Hands a message to the application's listener.
     *
     * @throws InternalError if the listener does: the JDK's error of a missing page, probably of this message, which is
     *     then not handled
     */
    @Override
    public void onMessage(Session from, Message message) {
        try {
            MessageListener listener = options.messageListener();
            if (listener == null) {
                throw new UsageException("A message of " + message.length() + " bytes came from "
                        + message.peer().name() + ", and nobody takes messages: set onMessage");
            }
            listener.onMessage(from, message);
        } catch (InternalError e) {
            error(e);
            throw e;
        } catch (Throwable e) {
            error(e);
        }
    }

    public void attached() {
        for (SessionListener listener : options.sessionListeners()) {
            try {
                listener.onAttached(session);
            } catch (Throwable e) {
                error(e);
            }
        }
    }

    public void detached(Detachment detachment) {
        for (SessionListener listener : options.sessionListeners()) {
            try {
                listener.onDetached(session, detachment);
            } catch (Throwable e) {
                error(e);
            }
        }
    }

    /** Tells the listeners that handle errors; if there is none, reports the error once. */
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
            // Neither the log nor the thread's handler took it. The JDK ignores what that handler throws, too.
            return;
        }
    }
}
