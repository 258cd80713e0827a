// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Peer;
import io.shmooze.lane.LanePayload;
import io.shmooze.lane.Unacknowledged;
import java.nio.ByteBuffer;

/** Makes copies of messages. */
final class Messages {
    private Messages() {
    }

    static ByteBuffer copy(ByteBuffer payload) {
        ByteBuffer copy = ByteBuffer.allocate(payload.remaining());
        copy.put(0, payload, payload.position(), payload.remaining());
        return copy;
    }

    static KeptMessage keep(LanePayload payload, Peer peer) {
        return new KeptMessage(payload.kind(), payload.copy(), payload.redelivered(), peer);
    }

    static KeptMessage keep(Unacknowledged message, Peer peer) {
        byte[] bytes = new byte[message.payload().remaining()];
        message.payload().get(message.payload().position(), bytes);
        return new KeptMessage(message.kind(), bytes, message.redelivered(), peer);
    }
}
