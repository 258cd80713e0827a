// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.InterruptedSessionException;
import io.shmooze.MessageKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.OutboxFullException;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UnresponsiveException;
import io.shmooze.session.Deadlines;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sending half of a mailbox session. Owns the outbox: messages from callbacks, which must not wait, and the one
 * that a peer has left unread. It shares nothing with the core's {@code SendingEnd} and {@code Outbox}, which publish
 * frame by frame, ask the peer for a bell and wait for its acknowledgements: a mailbox takes one whole message, and
 * only looking tells whether it was read.
 *
 * <p>For any thread; the messages of one thread stay in order.
 */
final class MailboxSender {
    private static final long TURN_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int OUTBOX_LIMIT = 10_000;

    private final MailboxPeer peer;
    private final Encoding encoding;
    private final long responseNs;
    /** Held for one attempt to put a message. */
    private final ReentrantLock putting = new ReentrantLock();
    /** As they go into a mailbox. Guarded by the lock above. */
    private final Deque<byte[]> outbox = new ArrayDeque<>();
    private volatile int waiting;
    /** Of the present mailbox, or of the last one while there is none. */
    private volatile int capacity;
    private volatile long messages;
    private volatile long bytes;

    MailboxSender(MailboxPeer peer, Encoding encoding, Duration responseTimeout) {
        this.peer = peer;
        this.encoding = encoding;
        this.responseNs = responseTimeout.isZero() ? Long.MAX_VALUE : responseTimeout.toNanos();
    }

    /** A mailbox was opened: it decides how long a message may be. */
    void opened(MailboxAttachment on) {
        capacity = on.capacity();
    }

    int capacity() {
        return capacity;
    }

    boolean offer(MessageKind kind, ByteBuffer payload) {
        return attempt(encoded(kind, payload));
    }

    /** Refuses at once a message that cannot go, even while there is no peer. */
    private byte[] encoded(MessageKind kind, ByteBuffer payload) {
        return encoding.fitting(encoding.toMailbox(kind, payload), capacity);
    }

    /** For callbacks: a message that cannot be put now waits in the outbox. */
    void sendWithoutWaiting(MessageKind kind, ByteBuffer payload) {
        byte[] message = encoded(kind, payload);
        putting.lock();
        try {
            if (attempt(message)) {
                return;
            }
            if (outbox.size() >= OUTBOX_LIMIT) {
                throw new OutboxFullException("The outbox holds " + OUTBOX_LIMIT
                        + " messages: the peer does not read fast enough");
            }
            outbox.add(message);
            waiting = outbox.size();
        } finally {
            putting.unlock();
        }
    }

    void send(MessageKind kind, ByteBuffer payload, long deadlineNs) {
        byte[] message = encoded(kind, payload);
        Backoff backoff = new Backoff();
        long beganNs = System.nanoTime();
        while (!attempt(message)) {
            if (Deadlines.isOver(deadlineNs)) {
                throw new SessionTimeoutException("The peer has not read the message before this one in time");
            }
            awaitTurn(deadlineNs, beganNs, backoff);
        }
    }

    private boolean attempt(byte[] message) {
        putting.lock();
        try {
            MailboxAttachment on = peer.attachment();
            return on != null && outbox.isEmpty() && put(on, message);
        } finally {
            putting.unlock();
        }
    }

    /** The next mailbox may be smaller than the one for which the message was accepted. */
    private boolean put(MailboxAttachment on, byte[] message) {
        byte[] fitting = encoding.fitting(message, on.capacity());
        boolean put = on.put(fitting);
        if (put) {
            messages++;
            bytes += fitting.length;
            peer.unresponsive(false);
        }
        return put;
    }

    /** Waits a while for the peer to come, or to read what is in the mailbox. */
    private void awaitTurn(long deadlineNs, long beganNs, Backoff backoff) {
        MailboxAttachment on = peer.attachment();
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (on == null) {
                peer.await(deadlineNs - System.nanoTime());
                return;
            }
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
        long waitedNs = System.nanoTime() - beganNs;
        if (waitedNs > responseNs) {
            peer.unresponsive(true);
            throw new UnresponsiveException("The peer has not read its mailbox for "
                    + TimeUnit.NANOSECONDS.toMillis(waitedNs) + " ms");
        }
        on.awaitTurn(Math.max(0, Math.min(deadlineNs - System.nanoTime(), TURN_NS)));
        backoff.pause();
    }

    /**
     * For the mailbox's own thread: puts messages of the outbox as far as that is possible at once.
     *
     * @return whether it has put any
     * @throws MessageRefusedException if the first does not fit into this mailbox; it is dropped
     */
    boolean putOutbox(MailboxAttachment on) {
        boolean any = false;
        putting.lock();
        try {
            while (!outbox.isEmpty() && put(on, outbox.peek())) {
                outbox.remove();
                any = true;
            }
        } catch (MessageRefusedException e) {
            outbox.remove();
            throw e;
        } finally {
            waiting = outbox.size();
            putting.unlock();
        }
        return any;
    }

    /**
     * For the mailbox's own thread, when the peer is gone or this side leaves: the message that the peer has not read
     * goes to the next one, before all others. The session's state stays until the caller has left the mailbox, too.
     */
    void takeBack(MailboxAttachment on) {
        putting.lock();
        byte[] unread = on.unread();
        try {
            peer.leaving();
            unread = on.takeBack();
        } finally {
            // It is there already if it was taken back before, without the segment's lock.
            if (unread != null && unread != outbox.peek()) {
                outbox.addFirst(unread);
            }
            waiting = outbox.size();
            putting.unlock();
        }
    }

    /** Waits until the peer has read everything; false if that did not happen in time. */
    boolean flush(long deadlineNs) {
        Backoff backoff = new Backoff();
        long beganNs = System.nanoTime();
        while (!isAllRead()) {
            if (Deadlines.isOver(deadlineNs)) {
                return false;
            }
            awaitTurn(deadlineNs, beganNs, backoff);
        }
        return true;
    }

    /** A message that is being taken back is neither in the mailbox nor in the outbox, so this needs the lock. */
    private boolean isAllRead() {
        putting.lock();
        try {
            MailboxAttachment on = peer.attachment();
            return on != null && outbox.isEmpty() && on.isAllTaken();
        } finally {
            putting.unlock();
        }
    }

    /** {@link #flush} when the session closes: an interrupt, the peer's silence or the session's end ends it early. */
    void settle(long deadlineNs) {
        try {
            flush(deadlineNs);
        } catch (InterruptedSessionException | UnresponsiveException | SessionClosedException e) {
            // The messages that were not acknowledged are reported when the session ends.
            return;
        }
    }

    /** How many messages the outbox has. */
    int waiting() {
        return waiting;
    }

    /** Empties the outbox, once the session is closed. */
    List<byte[]> close() {
        putting.lock();
        try {
            List<byte[]> left = outbox.stream().map(encoding::fromMailbox).toList();
            outbox.clear();
            waiting = 0;
            return left;
        } finally {
            putting.unlock();
        }
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }
}
