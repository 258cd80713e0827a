// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Follows the life of sessions. A builder takes any number of listeners and calls them in the order in which they were
 * added. A session calls all methods on its own thread, one after the other; different sessions call a listener at the
 * same time. The default methods do nothing, except that {@link #onError} reports an error that no listener handles.
 */
public interface SessionListener {
    /**
     * A peer has attached: on a server a new session, on a client the first attachment or a later one after
     * {@link #onDetached}. Called before the first message of that attachment.
     *
     * @param session the session, open
     */
    default void onAttached(Session session) {
    }

    /**
     * The peer has died or left, or this side has closed. A listener has then got every message that the peer had
     * published; an application that polls can still poll them. If {@link Session#state()} is {@link
     * SessionState#RECONNECTING}, the client is going to attach again.
     *
     * @param session the session
     * @param detachment why, and what was left unacknowledged
     */
    default void onDetached(Session session, Detachment detachment) {
    }

    /**
     * A callback threw, which does not end the session, or something failed unexpectedly on the session's own thread,
     * which does. A listener that overrides this handles the error. If there is none, the error is reported once: it is
     * logged, or, without an SLF4J provider, handed to the thread's {@link Thread.UncaughtExceptionHandler}. That
     * handler prints a stack trace to standard error, unless the application has set another one.
     *
     * @param session the session
     * @param error what was thrown
     */
    default void onError(Session session, Throwable error) {
        LibraryLog.report(session, error);
    }
}
