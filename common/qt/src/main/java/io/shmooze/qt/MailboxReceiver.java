// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.session.MessageCopy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** The receiving half of a mailbox session: hands messages to a listener, or keeps a few for who polls. */
final class MailboxReceiver {
    /** The next message waits in the mailbox, and with it the peer that is polite enough. */
    private static final int KEPT = 16;

    private final Session session;
    private final MessageListener listener;
    private final Encoding encoding;
    /** Guarded by this, as the two below. */
    private final Deque<Message> kept = new ArrayDeque<>();
    private boolean closed;
    private boolean ended;
    private volatile long messages;
    private volatile long bytes;

    MailboxReceiver(Session session, MessageListener listener, Encoding encoding) {
        this.session = session;
        this.listener = listener;
        this.encoding = encoding;
    }

    /** For the mailbox's own thread, the only one that counts. */
    void deliver(byte[] found, Peer peer) {
        Message message = new MessageCopy(MessageKind.TEXT, encoding.fromMailbox(found), false, peer);
        if (listener == null) {
            keep(message);
        } else {
            listener.onMessage(session, message);
        }
        messages++;
        bytes += message.length();
    }

    private synchronized void keep(Message message) {
        while (kept.size() >= KEPT && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // A handler may have left it to us; it is not what ends this thread.
                continue;
            }
        }
        if (kept.size() < KEPT) {
            kept.add(message);
            notifyAll();
        }
    }

    synchronized Message poll() {
        Message first = kept.poll();
        if (first != null) {
            notifyAll();
        }
        return first;
    }

    /** Waits for a message, at most that long; null if there is none, or there will be none any more. */
    synchronized Message await(long timeoutNs) throws InterruptedException {
        if (kept.isEmpty() && !ended && timeoutNs > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, timeoutNs);
        }
        return poll();
    }

    /** What does not fit any more is dropped: the session is about to end, and who takes messages may have gone. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** No message will come any more. */
    synchronized void end() {
        closed = true;
        ended = true;
        notifyAll();
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }
}
