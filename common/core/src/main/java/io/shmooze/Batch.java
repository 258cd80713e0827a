// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;

/**
 * Sends many messages one after the other, each at a lower cost than {@link Session#send(MessageKind, ByteBuffer)}: see
 * {@link Session#batch}. Each message is published at once, as by {@code send}, and the peer may read it before the
 * batch is closed. The batch saves the lock for each message, and the fence by which a sender finds out whether the
 * peer is just falling asleep; {@link #close} makes up for that fence.
 *
 * <p><b>Ownership.</b> The batch belongs to the thread that began it, until that thread calls {@link #close}. Until
 * then it holds the session's write lock, so close it as soon as there is nothing to send, and begin another one later.
 * In other threads, meanwhile, {@link Session#offer(MessageKind, ByteBuffer)} returns false, {@link Session#claim}
 * returns null, and {@link Session#send(MessageKind, ByteBuffer)} and {@link Session#flush} wait. What callbacks send,
 * and {@link Session#enqueue(MessageKind, ByteBuffer)}, goes to the outbox, which is published before the batch's next
 * message, or when the batch is closed. So do not wait for an answer while you have a batch. The thread itself sends,
 * claims and flushes through nothing but the batch: everything else throws {@link IllegalStateException}, and the batch
 * stays valid. After {@link #close} the object must not be used: it may serve another batch.
 *
 * <p><b>A full lane.</b> {@link #send(MessageKind, ByteBuffer)} waits for room, as a send outside a batch does, and so
 * does a message that is longer than one frame. For that time the batch gives the lock back, so messages of other
 * threads may come between.
 *
 * <p><b>Errors.</b> Whatever {@link #send(MessageKind, ByteBuffer)} throws, the batch stays valid and is to be closed;
 * use {@code try (Batch batch = session.batch())}.
 *
 * <p><b>If the peer dies or leaves.</b> The end of the session or of the attachment waits until the batch is closed or
 * sends again. On a client that reconnects, sending goes on through the next server.
 *
 * <p><b>An abandoned batch.</b> If this process ends, the peer gets what was published. If only the thread ends without
 * closing the batch, the session can neither send nor end, as with an abandoned {@link Claim}; and if the peer fell
 * asleep just when the last message was published, it sleeps on until this process ends.
 */
public interface Batch extends AutoCloseable {
    /**
     * Publishes a message, and waits for room as long as it takes.
     *
     * @param kind what the bytes are
     * @param payload the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @throws MessageTooLongException if it is over the limit of either side
     * @throws UnresponsiveException if a response timeout is set and the peer acknowledges nothing for that long; the
     *     message was not sent and will not be
     * @throws SessionClosedException if the session is over, or ends while waiting
     * @throws InterruptedSessionException if the thread is interrupted while waiting for room
     * @throws IllegalStateException if the batch was closed, or belongs to another thread
     */
    void send(MessageKind kind, ByteBuffer payload);

    /**
     * {@link #send(MessageKind, ByteBuffer)} of text.
     *
     * @param text any text without unpaired surrogates
     * @throws UsageException if a surrogate is unpaired, because UTF-8 cannot carry it
     */
    default void send(String text) {
        send(MessageKind.TEXT, Payloads.encode(text));
    }

    /**
     * {@link #send(MessageKind, ByteBuffer)} of a whole array.
     *
     * @param payload the bytes
     */
    default void send(byte[] payload) {
        send(MessageKind.BINARY, ByteBuffer.wrap(payload));
    }

    /**
     * {@link #send(MessageKind, ByteBuffer)} of a buffer's remaining bytes.
     *
     * @param payload the bytes from its position to its limit
     */
    default void send(ByteBuffer payload) {
        send(MessageKind.BINARY, payload);
    }

    /**
     * {@link #send(MessageKind, ByteBuffer)} of Chronicle bytes.
     *
     * @param payload the bytes from its read position to its read limit, which stay
     */
    default void send(Bytes<?> payload) {
        send(MessageKind.BINARY, Payloads.copy(payload));
    }

    /**
     * Wakes the peer if it sleeps, and gives the session's write lock back. Never waits. Without effect if the batch is
     * closed already, and on any other thread.
     */
    @Override
    void close();
}
