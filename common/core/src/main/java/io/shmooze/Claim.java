// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.nio.ByteBuffer;

/**
 * Room in the lane for one message, which the application writes there itself instead of having it copied: see
 * {@link Session#claim}.
 *
 * <p><b>Ownership.</b> The claim belongs to the thread that claimed it, until that thread calls {@link #commit} or
 * {@link #close}. Until then it holds the session's write lock, so do one of the two soon. Neither the object nor its
 * buffer may be used afterwards: the memory then belongs to other messages, or to nothing: see {@link Message#buffer}.
 *
 * <p><b>If the peer dies or leaves.</b> The memory stays mapped until the claim is committed or closed, and the
 * session's end waits for that. A message that is committed after the peer has gone is unacknowledged like any other: a
 * client sends it to the next server, and a server finds it in the {@link Detachment}. If the peer truncates the
 * segment, writing to the buffer may throw an {@link InternalError}; the claim must be closed all the same.
 */
public interface Claim extends AutoCloseable {
    /**
     * The claimed memory. Little-endian, unlike the buffers of {@link ByteBuffer#allocate}.
     *
     * @return a writable little-endian buffer from position 0 to the claimed length; its bytes are undefined at first
     * @throws IllegalStateException if the claim was committed or closed, or belongs to another thread
     */
    ByteBuffer buffer();

    /**
     * Publishes the message. Its length is the claimed one, whatever the buffer's position and limit are.
     *
     * @throws IllegalStateException if the claim was committed or closed, or belongs to another thread
     */
    void commit();

    /** Gives the room back; nothing is sent. Without effect after {@link #commit}, and on any other thread. */
    @Override
    void close();
}
