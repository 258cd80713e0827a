// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.InterruptedSessionException;
import io.shmooze.MessageKind;
import io.shmooze.MessageRefusedException;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UnresponsiveException;
import io.shmooze.session.Deadlines;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The sending half of a mailbox session. Safe for all threads; the messages of one thread stay in order. */
final class MailboxSender {
    private static final long TURN_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Presence presence;
    private final Encoding encoding;
    private final long responseNs;
    private final MailboxOutbox outbox = new MailboxOutbox();
    /** Held for one attempt to put a message. */
    private final ReentrantLock putting = new ReentrantLock();
    /** Of the present mailbox, or of the last one while there is none. */
    private volatile int capacity;
    private volatile long messages;
    private volatile long bytes;

    MailboxSender(Presence presence, Encoding encoding, Duration responseTimeout) {
        this.presence = presence;
        this.encoding = encoding;
        this.responseNs = responseTimeout.isZero() ? Long.MAX_VALUE : responseTimeout.toNanos();
    }

    /** A mailbox was opened: it decides how long a message may be. */
    void opened(MailboxLink link) {
        capacity = link.capacity();
    }

    int capacity() {
        return capacity;
    }

    boolean offer(MessageKind kind, ByteBuffer payload) {
        return attempt(encoded(kind, payload));
    }

    /** Refuses at once what cannot go, also while there is no peer. */
    private byte[] encoded(MessageKind kind, ByteBuffer payload) {
        return encoding.fitting(encoding.toMailbox(kind, payload), capacity);
    }

    /** For callbacks: what cannot be put now waits in the outbox. */
    void sendWithoutWaiting(MessageKind kind, ByteBuffer payload) {
        byte[] message = encoded(kind, payload);
        if (!attempt(message)) {
            outbox.add(message);
        }
    }

    void send(MessageKind kind, ByteBuffer payload, long deadlineNs) {
        byte[] message = encoded(kind, payload);
        Pause pause = new Pause();
        long beganNs = System.nanoTime();
        while (!attempt(message)) {
            if (Deadlines.isOver(deadlineNs)) {
                throw new SessionTimeoutException("The peer has not read the message before this one in time");
            }
            awaitTurn(presence.current(), deadlineNs, beganNs, pause);
        }
    }

    private boolean attempt(byte[] message) {
        putting.lock();
        try {
            MailboxLink link = presence.current();
            return link != null && outbox.size() == 0 && put(link, message);
        } finally {
            putting.unlock();
        }
    }

    /** The next mailbox may be smaller than the one for which the message was accepted. */
    private boolean put(MailboxLink link, byte[] message) {
        byte[] fitting = encoding.fitting(message, link.capacity());
        boolean put = link.put(fitting);
        if (put) {
            messages++;
            bytes += fitting.length;
            presence.unresponsive(false);
        }
        return put;
    }

    /** Waits a while for the peer to come, or to read what is in the mailbox. */
    private void awaitTurn(MailboxLink link, long deadlineNs, long beganNs, Pause pause) {
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (link == null) {
                presence.await(deadlineNs - System.nanoTime());
                return;
            }
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
        long waitedNs = System.nanoTime() - beganNs;
        if (waitedNs > responseNs) {
            presence.unresponsive(true);
            throw new UnresponsiveException("The peer has not read its mailbox for "
                    + TimeUnit.NANOSECONDS.toMillis(waitedNs) + " ms");
        }
        link.awaitTurn(Math.max(0, Math.min(deadlineNs - System.nanoTime(), TURN_NS)));
        pause.pause();
    }

    /**
     * Puts what waits in the outbox as far as it goes at once; true if some did. For the mailbox's own thread.
     *
     * @throws MessageRefusedException if the first does not fit into this mailbox; it is dropped
     */
    boolean drain(MailboxLink link) {
        boolean any = false;
        putting.lock();
        try {
            byte[] first = outbox.peek();
            while (first != null && put(link, first)) {
                outbox.removeFirst();
                any = true;
                first = outbox.peek();
            }
        } catch (MessageRefusedException e) {
            outbox.removeFirst();
            throw e;
        } finally {
            putting.unlock();
        }
        return any;
    }

    /**
     * The peer is gone, or we leave: what it has not read goes to the next one, before everything else. The session's
     * state stays what it is until the caller has left the mailbox, too.
     */
    void takeBack(MailboxLink link) {
        putting.lock();
        byte[] unread = link.unread();
        try {
            presence.leave();
            unread = link.takeBack();
        } finally {
            // It is there already if it was taken back before, without the lock.
            if (unread != null && unread != outbox.peek()) {
                outbox.addFirst(unread);
            }
            putting.unlock();
        }
    }

    /** Waits until the peer has read everything; false if that did not happen in time. */
    boolean flush(long deadlineNs) {
        Pause pause = new Pause();
        long beganNs = System.nanoTime();
        MailboxLink link = presence.current();
        while (link == null || outbox.size() > 0 || !link.isAllTaken()) {
            if (Deadlines.isOver(deadlineNs)) {
                return false;
            }
            awaitTurn(link, deadlineNs, beganNs, pause);
            link = presence.current();
        }
        return true;
    }

    /** {@link #flush} when the session closes: an interrupt, the peer's silence or the session's end ends it early. */
    void settle(long deadlineNs) {
        try {
            flush(deadlineNs);
        } catch (InterruptedSessionException | UnresponsiveException | SessionClosedException e) {
            // Who closes is told by the messages that were not acknowledged.
            return;
        }
    }

    int waiting() {
        return outbox.size();
    }

    List<byte[]> close() {
        return outbox.close();
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }
}
