// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.session.Callbacks;
import io.shmooze.session.Deadlines;
import io.shmooze.session.MessageCopy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The receiving half of a mailbox session. Owns the few messages that were taken out of the mailbox for an application
 * that polls. It is not the core's {@code ReceivingEnd}, which reads in place on the thread that polls and acknowledges
 * after the callback: a message is out of the mailbox before its callback begins.
 */
final class MailboxReceiver {
    /** The next message waits in the mailbox, and so does a peer that waits for a clear mailbox. */
    private static final int KEPT = 16;

    private final Encoding encoding;
    private final boolean polled;
    /** Held by the thread of the application that takes messages. */
    private final ReentrantLock polling = new ReentrantLock();
    /** Guarded by this, as are the next two. */
    private final Deque<Message> kept = new ArrayDeque<>();
    private boolean closed;
    private boolean ended;
    private volatile long messages;
    private volatile long bytes;

    MailboxReceiver(Encoding encoding, boolean polled) {
        this.encoding = encoding;
        this.polled = polled;
    }

    // For the mailbox's own thread.

    /** Hands a message to the listener, or keeps it for an application that polls, and waits for room then. */
    void deliver(byte[] found, Peer peer, Session session, Callbacks callbacks) {
        Message message = new MessageCopy(MessageKind.TEXT, encoding.fromMailbox(found), false, peer);
        if (polled) {
            keep(message);
        } else {
            callbacks.onMessage(session, message);
        }
        messages++;
        bytes += message.length();
    }

    private synchronized void keep(Message message) {
        while (kept.size() >= KEPT && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // A callback may have left the interrupt; an interrupt does not end this thread.
                continue;
            }
        }
        if (kept.size() < KEPT) {
            kept.add(message);
            notifyAll();
        }
    }

    /** No message will come any more. */
    synchronized void end() {
        closed = true;
        ended = true;
        notifyAll();
    }

    // For an application's threads.

    /** Hands out messages that are there, unless another thread is receiving. */
    int poll(Session session, MessageListener handler, int limit) {
        checkPolling();
        if (!polling.tryLock()) {
            return 0;
        }
        try {
            return handOut(session, handler, limit);
        } finally {
            polling.unlock();
        }
    }

    /** Waits for messages, and hands out those that are there; 0 if none came in time. */
    int receive(Session session, MessageListener handler, int limit, long deadlineNs) {
        int count = poll(session, handler, limit);
        if (count > 0 || Deadlines.isOver(deadlineNs)) {
            return count;
        }
        try {
            if (!polling.tryLock(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return 0;
            }
            try {
                await(deadlineNs);
                return handOut(session, handler, limit);
            } finally {
                polling.unlock();
            }
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    private void checkPolling() {
        if (!polled) {
            throw new IllegalStateException("The session has a listener, which takes all messages");
        }
        if (isInCallback()) {
            throw new IllegalStateException("A callback cannot take the next message: return first");
        }
    }

    /** Whether the calling thread is inside a callback that it polls with. */
    boolean isInCallback() {
        return polling.isHeldByCurrentThread();
    }

    private synchronized void await(long deadlineNs) throws InterruptedException {
        while (kept.isEmpty() && !ended && !Deadlines.isOver(deadlineNs)) {
            TimeUnit.NANOSECONDS.timedWait(this, deadlineNs - System.nanoTime());
        }
    }

    private int handOut(Session session, MessageListener handler, int limit) {
        int count = 0;
        Message message = limit > 0 ? next(true) : null;
        while (message != null) {
            handler.onMessage(session, message);
            count++;
            message = count < limit ? next(false) : null;
        }
        return count;
    }

    /** Null if there is none now. */
    private synchronized Message next(boolean first) {
        Message next = kept.poll();
        if (next == null && ended && first) {
            throw new SessionClosedException("The mailbox is closed");
        }
        notifyAll();
        return next;
    }

    // For any thread.

    /** A message that does not fit any more is dropped: the session is about to end, and may not be polled again. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }
}
