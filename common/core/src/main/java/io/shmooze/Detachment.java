// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.util.List;

/**
 * How a session, or one attachment of a client's session, ended.
 *
 * @param reason why
 * @param peer the process at the other end
 * @param detail one line for people; null when the reason says it all
 * @param unacknowledged messages that this side sent and the peer did not acknowledge, oldest first, and those that
 *     still waited in the outbox. The peer may have handled them without this side knowing. They are copies, which may
 *     be kept. Questions and answers are not among them: a question's future ends by itself, and nobody waits for an
 *     answer any more. Empty when a client is going to attach again, because the client then sends them again itself
 */
public record Detachment(DetachReason reason, Peer peer, String detail, List<Message> unacknowledged) {
}
