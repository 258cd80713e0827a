// SPDX-License-Identifier: Apache-2.0
package io.shmooze.lane;

import io.shmooze.MessageKind;
import java.nio.ByteBuffer;

/**
 * A message that its sender keeps until the peer has acknowledged it.
 *
 * @param kind what the bytes are
 * @param payload from position 0 to its limit; nobody changes its bytes
 * @param redelivered whether an application may have seen the message before
 */
public record UnacknowledgedMessage(MessageKind kind, ByteBuffer payload, boolean redelivered) {
    /**
     * The same message, to be sent to the next peer.
     *
     * @return marked as redelivered
     */
    public UnacknowledgedMessage asRedelivered() {
        return new UnacknowledgedMessage(kind, payload, true);
    }
}
