// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.ChannelKind;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.segment.Side;
import io.shmooze.session.Feature;
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
        return features;
    }

    String channel() {
        return session.channel();
    }
}
