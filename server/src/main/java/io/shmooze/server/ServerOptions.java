// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.ChannelKind;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.segment.SegmentLayout;
import io.shmooze.segment.Side;
import io.shmooze.session.Feature;
import io.shmooze.session.SessionDefaults;
import io.shmooze.session.SessionOptions;
import java.util.Set;

/** The settings of a server. */
record ServerOptions(SegmentDirectory directory, int segmentSize, int bulkSize, int maxClients, ChannelKind serves,
                     SessionOptions session) {
    /** What this server can do. */
    Set<Feature> features() {
        Set<Feature> features = Feature.of(Side.SERVER, session.waitStrategy());
        if (bulkSize == 0) {
            features.remove(Feature.BULK);
        }
        if (bulkSize == 0 || SegmentDescriptor.laneCapacity(segmentSize) >= SessionDefaults.WIDE_LANE_SIZE) {
            features.remove(Feature.WIDE_LANES);
        }
        return features;
    }

    /** The file of a session with some of these features. */
    SegmentLayout layout(Set<Feature> inForce) {
        return new SegmentLayout(segmentSize, inForce.contains(Feature.BULK) ? bulkSize : 0,
                inForce.contains(Feature.WIDE_LANES) ? SessionDefaults.WIDE_LANE_SIZE : 0);
    }

    String channel() {
        return session.channel();
    }
}
