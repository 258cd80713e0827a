// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Peer;
import io.shmooze.segment.Segment;
import io.shmooze.segment.Side;
import io.shmooze.wait.Doorbell;
import java.util.Set;

/**
 * The result of a finished handshake, which an {@link Attachment} takes over. Owns the mapped segment and the doorbell
 * until then.
 *
 * @param segment the memory, which both sides have mapped
 * @param side which of the two sides this process is
 * @param doorbell to the peer
 * @param peer the process at the other end
 * @param peerMaxMessageLength the longest message that the peer accepts, bytes
 * @param features that are in force
 */
public record HandshakeResult(Segment segment, Side side, Doorbell doorbell, Peer peer, int peerMaxMessageLength,
                              Set<Feature> features) {
}
