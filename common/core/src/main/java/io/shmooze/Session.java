// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import net.openhft.chronicle.bytes.Bytes;

/**
 * One attached pair of processes, seen from one of them: sends and receives messages of any size up to the limit.
 *
 * <p><b>Guarantee.</b> Messages arrive in the order in which one thread sent them, exactly once while both processes
 * live. When a server dies or leaves, its client keeps what was not acknowledged, delivers what the server had
 * published, attaches to the next server and sends the rest again, marked {@link Message#redelivered()}. When a
 * client dies or leaves, the server gets what was not acknowledged in the {@link Detachment}.
 *
 * <p><b>Threads.</b> Every method may be called from any thread. Messages of several sending threads do not mix. With
 * a {@link MessageListener} a thread of the session delivers messages; without one, the application's own threads
 * call {@link #poll}, {@link #drain} or {@link #receive}, one at a time.
 */
public interface Session extends AutoCloseable {
    /**
     * The channel's name.
     *
     * @return the name
     */
    String channel();

    /**
     * The process at the other end; after the end, the last one.
     *
     * @return the peer
     */
    Peer peer();

    /**
     * Where the session stands now.
     *
     * @return the state
     */
    SessionState state();

    /**
     * Publishes a message if that is possible at once.
     *
     * @param kind what the bytes are
     * @param payload the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @return false if there is no room now, another thread is sending, or a client is reconnecting
     * @throws MessageTooLongException if it is over the limit of either side
     * @throws SessionClosedException if the session is over
     */
    boolean offer(MessageKind kind, ByteBuffer payload);

    /**
     * {@link #offer(MessageKind, ByteBuffer)} of text.
     *
     * @param text any text without unpaired surrogates
     * @return as there
     * @throws UsageException if a surrogate is unpaired, because UTF-8 cannot carry it
     */
    default boolean offer(String text) {
        return offer(MessageKind.TEXT, Payloads.encode(text));
    }

    /**
     * {@link #offer(MessageKind, ByteBuffer)} of a whole array.
     *
     * @param payload the bytes
     * @return as there
     */
    default boolean offer(byte[] payload) {
        return offer(MessageKind.BINARY, ByteBuffer.wrap(payload));
    }

    /**
     * {@link #offer(MessageKind, ByteBuffer)} of a buffer's remaining bytes.
     *
     * @param payload the bytes from its position to its limit
     * @return as there
     */
    default boolean offer(ByteBuffer payload) {
        return offer(MessageKind.BINARY, payload);
    }

    /**
     * {@link #offer(MessageKind, ByteBuffer)} of Chronicle bytes.
     *
     * @param payload the bytes from its read position to its read limit, which stay
     * @return as there
     */
    default boolean offer(Bytes<?> payload) {
        return offer(MessageKind.BINARY, Payloads.copy(payload));
    }

    /**
     * Publishes a message if that is possible at once, and else puts a copy into the outbox, which the session empties
     * in order as the peer makes room. Never waits, so one slow peer does not hold up a thread that sends to many.
     *
     * @param kind what the bytes are
     * @param payload the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @return false if the outbox has no room either, because the peer does not read fast enough; nothing was sent then
     * @throws MessageTooLongException if it is over the limit of either side
     * @throws SessionClosedException if the session is over
     */
    boolean enqueue(MessageKind kind, ByteBuffer payload);

    /**
     * {@link #enqueue(MessageKind, ByteBuffer)} of text.
     *
     * @param text any text without unpaired surrogates
     * @return as there
     * @throws UsageException if a surrogate is unpaired, because UTF-8 cannot carry it
     */
    default boolean enqueue(String text) {
        return enqueue(MessageKind.TEXT, Payloads.encode(text));
    }

    /**
     * Claims a place in the lane for a message that is written there in place, if that is possible at once. The place's
     * buffer is little-endian, like {@link Message#buffer()}.
     *
     * @param kind what the bytes will be
     * @param length of the message, bytes; one that the lane cannot hold in one piece (somewhat less than a quarter of
     *     the segment, and 64 KiB at most) cannot be claimed
     * @return to be committed or closed by the calling thread, soon; null if there is no room now, another thread is
     *     sending, something sent before still waits for room, or a client is reconnecting
     * @throws MessageTooLongException if it is over the limit of either side, or cannot be claimed
     * @throws SessionClosedException if the session is over
     */
    Claim claim(MessageKind kind, int length);

    /**
     * Publishes a message and waits for room as long as it takes, but in a callback of a session never waits:
     * what does not fit goes to the outbox.
     *
     * @param kind what the bytes are
     * @param payload the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @throws MessageTooLongException if it is over the limit of either side
     * @throws OutboxFullException in a callback, if the outbox has no room
     * @throws UnresponsiveException if a response timeout is set and the peer acknowledges nothing for that long
     * @throws SessionClosedException if the session is over, or ends while waiting
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     */
    void send(MessageKind kind, ByteBuffer payload);

    /**
     * Publishes a message and waits for room, in a callback too. In a callback, two sides that do this to each other
     * at the same time stand still until a timeout: {@link #send(MessageKind, ByteBuffer)} does not.
     *
     * @param kind what the bytes are
     * @param payload the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @param timeout how long to wait at most
     * @throws SessionTimeoutException if there was no room in time; the message will not be delivered
     * @throws MessageTooLongException if it is over the limit of either side
     * @throws UnresponsiveException if a response timeout is set and the peer acknowledges nothing for that long
     * @throws SessionClosedException if the session is over, or ends while waiting
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     */
    void send(MessageKind kind, ByteBuffer payload, Duration timeout);

    /**
     * {@link #send(MessageKind, ByteBuffer, Duration)} of text.
     *
     * @param text any text without unpaired surrogates
     * @param timeout how long to wait at most
     * @throws UsageException if a surrogate is unpaired, because UTF-8 cannot carry it
     */
    default void send(String text, Duration timeout) {
        send(MessageKind.TEXT, Payloads.encode(text), timeout);
    }

    /**
     * {@link #send(MessageKind, ByteBuffer, Duration)} of a whole array.
     *
     * @param payload the bytes
     * @param timeout how long to wait at most
     */
    default void send(byte[] payload, Duration timeout) {
        send(MessageKind.BINARY, ByteBuffer.wrap(payload), timeout);
    }

    /**
     * {@link #send(MessageKind, ByteBuffer, Duration)} of a buffer's remaining bytes.
     *
     * @param payload the bytes from its position to its limit
     * @param timeout how long to wait at most
     */
    default void send(ByteBuffer payload, Duration timeout) {
        send(MessageKind.BINARY, payload, timeout);
    }

    /**
     * {@link #send(MessageKind, ByteBuffer, Duration)} of Chronicle bytes.
     *
     * @param payload the bytes from its read position to its read limit, which stay
     * @param timeout how long to wait at most
     */
    default void send(Bytes<?> payload, Duration timeout) {
        send(MessageKind.BINARY, Payloads.copy(payload), timeout);
    }

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
     * Waits until the peer has acknowledged everything that this side sent before the call: until its callbacks have
     * returned.
     *
     * @param timeout how long to wait at most
     * @throws SessionTimeoutException if that did not happen in time
     * @throws UnresponsiveException if a response timeout is set and the peer acknowledges nothing for that long
     * @throws SessionClosedException if the session is over before that
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws IllegalStateException in a callback of this session, which would wait for itself
     */
    void flush(Duration timeout);

    /**
     * Hands at most one message to the handler and never waits.
     *
     * @param handler called before this method returns; what it throws is thrown on, and the message counts as handled
     * @return 1 if there was a message, else 0
     * @throws SessionClosedException if the session is over and everything was delivered
     * @throws IllegalStateException if the session has a listener
     */
    default int poll(MessageListener handler) {
        return poll(handler, 1);
    }

    /**
     * Hands messages that are there to the handler, and never waits. Many messages in one pass cost less than as many
     * passes.
     *
     * @param handler called before this method returns; what it throws is thrown on, and the message counts as handled
     * @param limit how many at most, from 1
     * @return how many
     * @throws SessionClosedException if the session is over and everything was delivered
     * @throws IllegalStateException if the session has a listener
     */
    int poll(MessageListener handler, int limit);

    /**
     * Hands messages to the handler until none is there.
     *
     * @param handler called before this method returns; what it throws is thrown on, and the message counts as handled
     * @return how many
     * @throws SessionClosedException if the session is over and everything was delivered
     * @throws IllegalStateException if the session has a listener
     */
    default int drain(MessageListener handler) {
        int count = 0;
        int found = 1;
        while (found > 0) {
            found = poll(handler, Integer.MAX_VALUE);
            count += found;
        }
        return count;
    }

    /**
     * Waits for a message, then hands those that are there to the handler, in place: {@link #poll(MessageListener,
     * int)} that sleeps, as the wait strategy says, while there is nothing.
     *
     * @param handler called before this method returns; what it throws is thrown on, and the message counts as handled
     * @param limit how many at most, from 1
     * @param timeout how long to wait at most
     * @return how many, 0 if none came in time
     * @throws SessionClosedException if the session is over and everything was delivered
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws IllegalStateException if the session has a listener
     */
    int receive(MessageListener handler, int limit, Duration timeout);

    /**
     * Waits for the next message. It is acknowledged when this method returns it.
     *
     * @param timeout how long to wait at most
     * @return a copy, or null if none came in time
     * @throws SessionClosedException if the session is over and everything was delivered
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws IllegalStateException if the session has a listener
     */
    Message receive(Duration timeout);

    /**
     * Counts since the session began.
     *
     * @return a snapshot
     */
    SessionStatistics statistics();

    /**
     * Waits until the session is over and its last callback has returned. The library's threads are daemons: a program
     * whose work is done in callbacks calls this at the end of {@code main}, because it would end there otherwise.
     *
     * @param timeout how long to wait at most
     * @return false if the session is not over in time
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws IllegalStateException in a callback of this session, which would wait for itself
     */
    boolean join(Duration timeout);

    /**
     * {@link #join(Duration)} without a limit.
     *
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws IllegalStateException in a callback of this session, which would wait for itself
     */
    default void join() {
        join(ChronoUnit.FOREVER.getDuration());
    }

    /**
     * Ends the session: waits at most a second for the outbox to empty and for a listener to get what the peer has
     * published, tells the peer, releases all threads that wait in this session. The peer still delivers what was
     * published. Idempotent; returns promptly even while a callback runs.
     */
    @Override
    void close();
}
