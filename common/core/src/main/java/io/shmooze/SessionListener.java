// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Follows the life of sessions. A builder takes any number of listeners, which are called in the order in which they
 * were added. All methods are called on the session's own thread; the default methods do nothing, except that an error
 * that no listener handles is reported.
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
     * The peer is gone, or this side has closed. Called after the last message that the peer had published was
     * delivered. When {@link Session#state()} is {@link SessionState#RECONNECTING}, the client is going to attach
     * again.
     *
     * @param session the session
     * @param detachment why, and what was left unacknowledged
     */
    default void onDetached(Session session, Detachment detachment) {
    }

    /**
     * A callback threw, or something else went wrong that does not end the session. A listener that overrides this
     * handles the error. If there is none, the error is reported once: it is logged, or, without an SLF4J provider,
     * handed to the thread's {@link Thread.UncaughtExceptionHandler}, which prints its trace to standard error unless
     * the application has set another one.
     *
     * @param session the session
     * @param error what was thrown
     */
    default void onError(Session session, Throwable error) {
        LibraryLog.report(session, error);
    }
}
