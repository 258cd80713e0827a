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
 * live. When a server dies or leaves, its client delivers what the server had published, attaches to the next server,
 * and sends again what was not acknowledged, marked {@link Message#redelivered()}. When a client dies or leaves, the
 * server gets what was not acknowledged in the {@link Detachment}.
 *
 * <p><b>Threads.</b> Every method may be called from any thread. Messages of several sending threads do not mix. With
 * a {@link MessageListener} or a {@link QuestionListener}, a thread of the session delivers messages. Without any, the
 * application's own threads call {@link #poll}, {@link #drain} or {@link #receive}, one at a time: if another thread is
 * receiving, {@code poll} and {@code drain} return 0, and {@code receive} waits for its turn. A thread that waits for
 * the answer to a question receives, too: see {@link Asker}.
 *
 * <p><b>If the peer dies.</b> The kernel reports it at once, and a waiting call ends its wait. On a server the call
 * throws {@link SessionClosedException}. On a client that reconnects, the call goes on waiting, for the next server.
 * Futures of questions end at once on both sides, except those of repeatable questions of a client that reconnects.
 */
public interface Session extends Asker, AutoCloseable {
    /**
     * The channel's name.
     *
     * @return the name
     */
    String channel();

    /**
     * The process at the other end. While a client reconnects, and after the end, the last one.
     *
     * @return the peer
     */
    Peer peer();

    /**
     * The state now.
     *
     * @return the state
     */
    SessionState state();

    /**
     * Publishes a message if that is possible at once. Never blocks. A message that is longer than the lane goes to the
     * outbox, if nothing waits there.
     *
     * @param kind what the bytes are
     * @param payload the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @return false if there is no room now, another thread is sending or has a {@link Claim}, a message sent before
     *     still waits for room, or a client is reconnecting; nothing was sent then
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
     * Publishes a message if that is possible at once, and otherwise puts a copy into the outbox. The session publishes
     * the outbox in order as the peer makes room. Never blocks, so a slow peer does not hold up a thread that sends to
     * many.
     *
     * @param kind what the bytes are
     * @param payload the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @return false if the outbox is full too, because the peer does not read fast enough; nothing was sent then
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
     * Claims shared memory for one message, which the caller then writes there itself, if that is possible at once.
     * Never blocks. Follow this pattern: {@code try (Claim claim = session.claim(kind, length))}, write to {@link
     * Claim#buffer()}, {@link Claim#commit()}.
     *
     * <p><b>What a claim holds.</b> The calling thread holds the session's write lock until it commits or closes the
     * claim. Until then, in other threads, {@link #offer(MessageKind, ByteBuffer)} returns false, {@code claim} returns
     * null, {@link #enqueue(MessageKind, ByteBuffer)} and sends in callbacks go to the outbox, and {@link
     * #send(MessageKind, ByteBuffer)} and {@link #flush} wait. The calling thread itself must not send, claim or flush:
     * that throws {@link IllegalStateException}, and the claim stays valid.
     *
     * <p><b>An abandoned claim.</b> No other thread can take a claim over, and it has no timeout. If its thread never
     * commits or closes it, or ends, the session cannot send any more, and it cannot end either: {@link #close} tells
     * the peer and returns after its time limit, but {@link SessionListener#onDetached} is not called, a client does
     * not reconnect, and {@link #join()} does not return.
     *
     * <p><b>If the peer dies or leaves,</b> the memory stays valid, and the end of the session or of the attachment
     * waits for the claim. A message committed then is unacknowledged: see {@link Claim}.
     *
     * @param kind what the bytes will be
     * @param length of the message, bytes; it must fit into one frame, which is half a bulk area; or, without one or if
     *     there is no memory left for it, somewhat less than a quarter of the segment, and 64 KiB at most
     * @return the claim, to be committed or closed by the calling thread, soon; null if there is no room now, another
     *     thread is sending or has a claim, a message sent before still waits for room, or a client is reconnecting
     * @throws MessageTooLongException if the message is over the limit of either side, or does not fit into one frame
     * @throws SessionClosedException if the session is over
     * @throws IllegalStateException if the calling thread has a claim already
     */
    Claim claim(MessageKind kind, int length);

    /**
     * Begins a batch, for a thread that sends many messages: see {@link Batch} for what holds until it is closed. Waits
     * for other sending threads, claims and batches. Follow this pattern: {@code try (Batch batch = session.batch())},
     * {@link Batch#send(MessageKind, ByteBuffer)} for each message.
     *
     * @return the batch, to be closed by the calling thread, soon
     * @throws SessionClosedException if the session is over
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws IllegalStateException if the calling thread has a claim or a batch already; and on a session's own thread
     *     and in a handler of this session: both sides would stop reading if callbacks waited for threads that wait
     */
    Batch batch();

    /**
     * Publishes a message, and waits for room as long as it takes. A callback never waits: on a session's own thread,
     * and in a handler that this session's {@code poll} or {@code receive} has called, a message that does not fit
     * goes to the outbox.
     *
     * @param kind what the bytes are
     * @param payload the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @throws MessageTooLongException if it is over the limit of either side
     * @throws OutboxFullException in a callback, if the outbox has no room
     * @throws UnresponsiveException if a response timeout is set and the peer acknowledges nothing for that long; the
     *     message was not sent and will not be
     * @throws SessionClosedException if the session is over, or ends while waiting
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     */
    void send(MessageKind kind, ByteBuffer payload);

    /**
     * Publishes a message, and waits for room until a timeout, in callbacks too. If callbacks of both sides wait for
     * each other like this, neither reads until one of the timeouts is over; with {@link #send(MessageKind,
     * ByteBuffer)} that cannot happen. On the session's own thread it does not wait for the next peer.
     *
     * @param kind what the bytes are
     * @param payload the bytes from its position to its limit, copied before the call returns; position and limit stay
     * @param timeout how long to wait at most
     * @throws SessionTimeoutException if there was no room in time; the message was not sent and will not be
     * @throws MessageTooLongException if it is over the limit of either side
     * @throws UnresponsiveException if a response timeout is set and the peer acknowledges nothing for that long; the
     *     message was not sent and will not be
     * @throws SessionClosedException if the session is over, or ends while waiting
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws IllegalStateException on the session's own thread, if the peer is gone; the message was not sent
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
     * Waits until the peer has acknowledged everything that this side sent before the call, which means that the peer's
     * callbacks have returned. Questions and answers are acknowledged as messages are; an acknowledged question may
     * still be without an answer. When a client reconnects meanwhile, it waits for the next server's acknowledgements.
     *
     * @param timeout how long to wait at most
     * @throws SessionTimeoutException if that did not happen in time; the messages stay sent
     * @throws UnresponsiveException if a response timeout is set and the peer acknowledges nothing for that long
     * @throws SessionClosedException if the session is over before that
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws IllegalStateException in a callback of this session, because it would wait for itself
     */
    void flush(Duration timeout);

    /**
     * Hands at most one message to the handler. Never waits.
     *
     * @param handler called before this method returns; its exceptions are passed on, and the message counts as handled
     * @return 1 if there was a message; 0 if there was none, or another thread is receiving
     * @throws SessionClosedException if the session is over and everything was delivered
     * @throws IllegalStateException if the session has a listener
     */
    default int poll(MessageListener handler) {
        return poll(handler, 1);
    }

    /**
     * Hands the messages that are there to the handler. Never waits. Many messages in one call cost less than as many
     * calls. Answers that are there complete their futures in this call, and do not count.
     *
     * @param handler called before this method returns; its exceptions are passed on, and the message counts as handled
     * @param limit how many at most, from 1
     * @return how many; 0 also if another thread is receiving
     * @throws SessionClosedException if the session is over and everything was delivered
     * @throws IllegalStateException if the session has a listener
     */
    int poll(MessageListener handler, int limit);

    /**
     * Hands messages to the handler until there are no more. Never waits.
     *
     * @param handler called before this method returns; its exceptions are passed on, and the message counts as handled
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
     * Waits for a message, as the {@link WaitStrategy} says, then hands the messages that are there to the handler, as
     * {@link #poll(MessageListener, int)} does.
     *
     * @param handler called before this method returns; its exceptions are passed on, and the message counts as handled
     * @param limit how many at most, from 1
     * @param timeout how long to wait at most
     * @return how many; 0 if none came in time
     * @throws SessionClosedException if the session is over and everything was delivered
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws IllegalStateException if the session has a listener
     */
    int receive(MessageListener handler, int limit, Duration timeout);

    /**
     * Waits for the next message, as the {@link WaitStrategy} says. The message is acknowledged before this method
     * returns it.
     *
     * @param timeout how long to wait at most
     * @return a copy, which may be kept; null if none came in time
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
     * Waits until the session is over and its last callback has returned. The library's threads are daemons, so a
     * program that does its work in callbacks calls this at the end of {@code main}; otherwise it would end there.
     *
     * @param timeout how long to wait at most
     * @return false if the session is not over in time
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws IllegalStateException in a callback of this session, because it would wait for itself
     */
    boolean join(Duration timeout);

    /**
     * {@link #join(Duration)} without a limit.
     *
     * @throws InterruptedSessionException if the thread is interrupted while waiting
     * @throws IllegalStateException in a callback of this session, because it would wait for itself
     */
    default void join() {
        join(ChronoUnit.FOREVER.getDuration());
    }

    /**
     * Ends the session. Waits at most one second until the outbox is empty and a listener has got what the peer has
     * published; tells the peer; ends the wait of every thread that waits in this session; waits at most one second
     * more until the session's own thread has finished. The peer still delivers what was published. In a callback, and
     * on a session's own thread, it waits for nothing, and the callback's message stays unacknowledged. Idempotent.
     */
    @Override
    void close();
}
