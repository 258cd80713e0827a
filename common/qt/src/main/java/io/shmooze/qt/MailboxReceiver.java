// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.session.KeptMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The receiving half of a mailbox session: hands messages to a listener, or keeps a few for who polls. */
final class MailboxReceiver {
    /** The next message waits in the mailbox, and with it the peer that is polite enough. */
    private static final int KEPT = 16;
    private static final long LOOK_MS = 20;

    private final Session session;
    private final MessageListener listener;
    private final Encoding encoding;
    private final BlockingQueue<Message> kept = new LinkedBlockingQueue<>(KEPT);
    private volatile long messages;
    private volatile long bytes;

    MailboxReceiver(Session session, MessageListener listener, Encoding encoding) {
        this.session = session;
        this.listener = listener;
        this.encoding = encoding;
    }

    /** For the mailbox's own thread, the only one that counts. */
    void deliver(byte[] found, Peer peer, MailboxLife life) {
        Message message = new KeptMessage(MessageKind.TEXT, encoding.fromMailbox(found), false, peer);
        if (listener == null) {
            keep(message, life);
        } else {
            listener.onMessage(session, message);
        }
        messages++;
        bytes += message.length();
    }

    private void keep(Message message, MailboxLife life) {
        boolean done = false;
        while (!done && !life.isClosing()) {
            try {
                done = kept.offer(message, LOOK_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                // A handler may have left it to us; it is not what ends this thread.
                continue;
            }
        }
    }

    Message poll() {
        return kept.poll();
    }

    Message await(long timeoutNs) throws InterruptedException {
        return kept.poll(Math.min(timeoutNs, TimeUnit.MILLISECONDS.toNanos(LOOK_MS)), TimeUnit.NANOSECONDS);
    }

    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }
}
