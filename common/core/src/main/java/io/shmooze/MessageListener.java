// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Takes the messages of a session.
 *
 * <p><b>Threads.</b> A session calls it from one thread at a time, in the order in which the messages were sent;
 * different sessions call it at the same time. The message is acknowledged to the sender when the callback has
 * returned; one that throws has its exception passed to {@link SessionListener#onError} and counts as returned. A
 * callback that closes its own session leaves the message unacknowledged.
 *
 * <p>Inside the callback {@link Session#send} never blocks: what does not fit into the lane goes to the session's
 * outbox.
 */
@FunctionalInterface
public interface MessageListener {
    /**
     * Handles one message.
     *
     * @param session the session it came by; answer through it
     * @param message valid until this method returns
     */
    void onMessage(Session session, Message message);
}
