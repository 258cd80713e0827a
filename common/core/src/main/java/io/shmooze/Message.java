// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;

/**
 * One message that arrived.
 *
 * <p><b>Ownership.</b> A message handed to a callback ({@link MessageListener}, {@link Session#poll}) is a view of the
 * segment: it is valid until the callback returns, only on the callback's thread, and afterwards every method throws
 * {@link IllegalStateException}. Keep {@link #text()} or {@link #toByteArray()} instead. A message that {@link
 * Session#receive(java.time.Duration)} returns, that answers a question ({@link Asker}), or that stands in a {@link
 * Detachment}, is a copy: it may be kept, and used by any thread.
 *
 * <p><b>If the peer dies.</b> The segment stays mapped until the callback has returned, so a view stays valid. If the
 * peer truncates the segment, reading may throw an {@link InternalError}.
 */
public interface Message {
    /**
     * The kind that the sender gave the message, the question or the answer.
     *
     * @return the kind; TEXT, BINARY or CALL of a question or an answer
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
     * @return a new string, which may be kept
     */
    String text();

    /**
     * The payload as Chronicle {@code Bytes}, read in place without a copy. The first call in a JVM starts
     * Chronicle Bytes, which takes some 200 ms.
     *
     * @return a view from read position 0 to {@link #length()}; valid as long as this message, which owns it: do not
     *     release it or write to it
     */
    Bytes<?> bytes();

    /**
     * The payload as a read-only NIO view, read in place without a copy.
     *
     * <p><b>Byte order.</b> The view is little-endian, as everything in a segment is. {@link ByteBuffer#allocate} makes
     * big-endian buffers. If the sender puts numbers into such a buffer, this view reads them with their bytes swapped,
     * unless one side sets {@link ByteBuffer#order(java.nio.ByteOrder)} to the order of the other.
     *
     * <p><b>Later use.</b> After this message the view reads other bytes. After the session's end it throws {@link
     * IllegalStateException} on JDK 22 and newer; before, it reads zeros, or for a moment causes an {@link
     * InternalError}, and its part of the address space is given back when the garbage collector finds it.
     *
     * @return a little-endian buffer from position 0 to limit {@link #length()}; valid as long as this message
     */
    ByteBuffer buffer();

    /**
     * Copies the payload.
     *
     * @return a new array, which may be kept
     */
    byte[] toByteArray();

    /**
     * Copies the payload to a buffer, without creating an object.
     *
     * @param target gets {@link #length()} bytes at its position, which advances by as many
     * @throws java.nio.BufferOverflowException if the buffer has less room than that; nothing is copied then
     */
    void copyTo(ByteBuffer target);

    /**
     * Whether an application may have seen this message before: it was published to a process that died or left without
     * acknowledging it, and was then sent again. A repeatable question is sent again if it was not answered, though it
     * may have been acknowledged.
     *
     * @return true if the message may be a repetition
     */
    boolean redelivered();

    /**
     * The sender.
     *
     * @return the process at the other end of the session
     */
    Peer peer();
}
