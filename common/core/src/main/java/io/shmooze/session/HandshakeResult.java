// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Peer;
import io.shmooze.segment.Segment;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.wait.Doorbell;
import io.shmooze.wait.EventCount;
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
    /** The event count by which a side waits until the other one acknowledges. */
    EventCount room(Side waiting) {
        int line = waiting.ownLineOffset();
        int epoch = line + SegmentDescriptor.ROOM_EPOCH_OFFSET;
        return features.contains(Feature.ROOM)
                ? new EventCount(segment, epoch, line + SegmentDescriptor.AWAITED_POSITION_OFFSET)
                : new EventCount(segment, epoch);
    }
}
