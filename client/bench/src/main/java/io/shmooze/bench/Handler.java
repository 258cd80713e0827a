// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;

/** Handles the messages that arrive at one end. */
public interface Handler {
    /**
     * Handles one message.
     *
     * @param message from position to limit, in little-endian order; valid until the method returns
     * @return what to send back, possibly the message itself, to be sent before anything else; null for nothing
     */
    ByteBuffer handle(ByteBuffer message);

    /**
     * Whether the last message was the last one to wait for.
     *
     * @return false to go on
     */
    boolean done();
}
