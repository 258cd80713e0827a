// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Peer;
import io.shmooze.segment.Segment;
import io.shmooze.segment.Side;
import io.shmooze.wait.Doorbell;

/**
 * What a finished handshake has brought about: everything about the peer that an {@link Attachment} needs.
 *
 * @param segment the memory, which both sides have mapped
 * @param side which of the two this process is
 * @param doorbell to the peer
 * @param peer who it is
 * @param peerMaxMessageLength the longest message that the peer accepts, bytes
 */
public record HandshakeResult(Segment segment, Side side, Doorbell doorbell, Peer peer, int peerMaxMessageLength) {
}
