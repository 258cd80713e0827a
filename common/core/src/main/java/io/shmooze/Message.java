// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;

/**
 * One message that arrived.
 *
 * <p><b>Ownership.</b> A message handed to a callback ({@link MessageListener}, {@link Session#poll}) is a view of the
 * segment: it is valid until the callback returns, only on the callback's thread, and afterwards every method throws
 * {@link IllegalStateException}. Keep {@link #text()} or {@link #toByteArray()} instead. A message returned by
 * {@link Session#receive} or found in a {@link Detachment} is a copy and may be kept and passed on.
 */
public interface Message {
    /**
     * What the sender said the bytes are.
     *
     * @return the kind
     */
    MessageKind kind();

    /**
     * The length of the payload.
     *
     * @return the length in bytes, 0 for an empty message
     */
    int length();

    /**
     * The payload as text, decoded from UTF-8; each malformed sequence becomes U+FFFD.
     *
     * @return a string of its own, which may be kept
     */
    String text();

    /**
     * The payload as Chronicle {@code Bytes}, read in place without a copy. The first call in a JVM initialises
     * Chronicle Bytes (some 200 ms); programs that never call it never pay for it.
     *
     * @return a view from read position 0 to {@link #length()}; it shares the validity of this message, and belongs
     *     to it: do not release or write it
     */
    Bytes<?> bytes();

    /**
     * The payload as a read-only NIO view, read in place without a copy.
     *
     * <p><b>Byte order.</b> The view is little-endian, as everything in a segment is. {@link ByteBuffer#allocate} gives
     * big-endian buffers: numbers that were put into such a one, and sent by {@link Session#send(ByteBuffer)}, are read
     * with their bytes swapped unless one side sets {@link ByteBuffer#order(java.nio.ByteOrder)} to the other's order.
     *
     * @return a little-endian buffer from position 0 to limit {@link #length()}; it shares the validity of this message
     */
    ByteBuffer buffer();

    /**
     * Copies the payload out.
     *
     * @return an array of its own, which may be kept
     */
    byte[] toByteArray();

    /**
     * Copies the payload to a buffer, without making an object.
     *
     * @param target gets {@link #length()} bytes from its position on, which moves behind them
     * @throws java.nio.BufferOverflowException if it has less room than that; nothing is copied then
     */
    void copyTo(ByteBuffer target);

    /**
     * Whether the other side may have seen this message before: it was published to a process that died or left before
     * acknowledging it, and was sent again.
     *
     * @return true for a message that may be a repetition
     */
    boolean redelivered();

    /**
     * Who sent it.
     *
     * @return the process at the other end of the session
     */
    Peer peer();
}
