// SPDX-License-Identifier: Apache-2.0
package io.shmooze.server;

import io.shmooze.ChannelKind;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.session.SessionOptions;

/** The settings of a server. */
record ServerOptions(SegmentDirectory directory, int segmentSize, int maxClients, ChannelKind serves,
                     SessionOptions session) {
    String channel() {
        return session.channel();
    }
}
