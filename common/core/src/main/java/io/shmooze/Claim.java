// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.nio.ByteBuffer;

/**
 * A place in the lane where a message is written instead of being copied there: see {@link Session#claim}.
 *
 * <p><b>Ownership.</b> It belongs to the thread that claimed it, until that thread commits or aborts it; other threads
 * that send wait meanwhile, so that has to be soon. The object and its buffer must not be used afterwards. If the peer
 * dies meanwhile, writing goes on into memory that nobody reads, and what is committed is treated like every other
 * unacknowledged message.
 */
public interface Claim extends AutoCloseable {
    /**
     * The place. It is little-endian, unlike what {@link ByteBuffer#allocate} gives.
     *
     * @return a writable little-endian buffer from position 0 to the claimed length, with whatever was there before
     */
    ByteBuffer buffer();

    /**
     * Publishes the message: the claimed length, whatever the buffer's position.
     *
     * @throws IllegalStateException if it was committed or aborted before, or on another thread
     */
    void commit();

    /** Gives the place back; nothing is sent. Without effect after {@link #commit}. */
    @Override
    void close();
}
