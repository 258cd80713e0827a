// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.util.List;

/**
 * How a session ended.
 *
 * @param reason why
 * @param peer who was at the other end
 * @param detail one line for people, null when the reason says it all
 * @param unacknowledged messages of this side, oldest first, that the peer had not acknowledged: their callback at
 *     the peer has not returned as far as this side can know. Copies, which may be kept. Empty for a client that goes
 *     on to attach again, because it sends them again itself.
 */
public record Detachment(DetachReason reason, Peer peer, String detail, List<Message> unacknowledged) {
}
