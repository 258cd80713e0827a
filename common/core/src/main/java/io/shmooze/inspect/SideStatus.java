// SPDX-License-Identifier: Apache-2.0
package io.shmooze.inspect;

import io.shmooze.segment.SegmentDescriptor;
import java.io.IOException;

/**
 * The words that one side writes. Each was read on its own.
 *
 * @param acknowledged how far it has acknowledged the lane that it reads
 * @param messages how many messages that were, if the session counts them
 * @param bytes the sum of their payloads, if the session counts them
 * @param wideLaneBegin from which position on it reads in the wide lane, if the session says so; 0 if it does not yet
 * @param state 0 new, 1 open, 2 closed
 * @param arrivalsEpoch odd while it sleeps until a message comes
 * @param roomEpoch odd while it sleeps until the peer acknowledges
 * @param restNs when it last fell asleep after a message, nanoseconds since 1970-01-01 UTC; 0 if it does not say
 * @param sleeps how often a thread of it has gone to sleep, if it says so
 * @param bells how often it has woken the other side, if it says so
 * @param awaitedPosition how far the peer is to acknowledge before it wakes this side
 */
public record SideStatus(long acknowledged, long messages, long bytes, long wideLaneBegin, int state,
                         int arrivalsEpoch, int roomEpoch, long restNs, long sleeps, long bells, long awaitedPosition) {
    static SideStatus read(SegmentBytes segment, int line) throws IOException {
        return new SideStatus(segment.getLong(line + SegmentDescriptor.ACKNOWLEDGED_OFFSET),
                segment.getLong(line + SegmentDescriptor.MESSAGES_OFFSET),
                segment.getLong(line + SegmentDescriptor.BYTES_OFFSET),
                segment.getLong(line + SegmentDescriptor.WIDE_LANE_BEGIN_OFFSET),
                segment.getInt(line + SegmentDescriptor.STATE_OFFSET),
                segment.getInt(line + SegmentDescriptor.ARRIVALS_EPOCH_OFFSET),
                segment.getInt(line + SegmentDescriptor.ROOM_EPOCH_OFFSET),
                segment.getLong(line + SegmentDescriptor.REST_OFFSET),
                segment.getLong(line + SegmentDescriptor.SLEEPS_OFFSET),
                segment.getLong(line + SegmentDescriptor.BELLS_OFFSET),
                segment.getLong(line + SegmentDescriptor.AWAITED_POSITION_OFFSET));
    }

    /**
     * Whether a thread of this side sleeps until a message comes.
     *
     * @return as the epoch says
     */
    public boolean sleepsForMessages() {
        return (arrivalsEpoch & 1) != 0;
    }

    /**
     * Whether a thread of this side sleeps until there is room in its lane.
     *
     * @return as the epoch says
     */
    public boolean sleepsForRoom() {
        return (roomEpoch & 1) != 0;
    }

    /**
     * Whether it counts its sleeps and bells. It does if it has the feature INSPECTION and knows all of it.
     *
     * @return false if it has slept without a count
     */
    public boolean countsSleeps() {
        return sleeps != 0 || arrivalsEpoch == 0 && roomEpoch == 0;
    }

    /**
     * The state as a word.
     *
     * @return new, open or closed; the number if it is none of them
     */
    public String stateWord() {
        return switch (state) {
            case SegmentDescriptor.STATE_NEW -> "new";
            case SegmentDescriptor.STATE_OPEN -> "open";
            case SegmentDescriptor.STATE_CLOSED -> "closed";
            default -> Integer.toString(state);
        };
    }
}
