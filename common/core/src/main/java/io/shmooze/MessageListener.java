// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

/**
 * Takes the messages of a session.
 *
 * <p><b>Threads.</b> A session calls its listener from one thread at a time, in the order in which the messages were
 * sent. Different sessions call a listener at the same time.
 *
 * <p><b>Acknowledgement.</b> The session acknowledges a message to its sender when the callback has returned. If the
 * callback throws, the exception goes to {@link SessionListener#onError}, and the message counts as handled. If the
 * callback closes its own session, the message stays unacknowledged.
 *
 * <p><b>Sending.</b> Inside the callback {@link Session#send(MessageKind, java.nio.ByteBuffer)} never blocks: a message
 * that does not fit into the lane goes to the session's outbox.
 *
 * <p><b>If the peer dies.</b> The callback still gets every message that the peer had published.
 */
@FunctionalInterface
public interface MessageListener {
    /**
     * Handles one message.
     *
     * @param session the session that the message came by; answer through it
     * @param message valid until this method returns
     */
    void onMessage(Session session, Message message);
}
