// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.OutboxFullException;
import io.shmooze.SessionClosedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Messages that wait for a clear mailbox: from callbacks, which must not wait, and from a peer that is gone. */
final class MailboxOutbox {
    private static final int LIMIT = 10_000;

    private final Deque<byte[]> messages = new ArrayDeque<>();
    private boolean closed;

    synchronized void add(byte[] message) {
        if (closed) {
            throw new SessionClosedException("The mailbox is closed");
        }
        if (messages.size() >= LIMIT) {
            throw new OutboxFullException("The outbox holds " + LIMIT
                    + " messages: the peer does not read fast enough");
        }
        messages.add(message);
    }

    /** A message that was accepted before all others; no limit holds. */
    synchronized void addFirst(byte[] message) {
        messages.addFirst(message);
    }

    synchronized byte[] peek() {
        return messages.peek();
    }

    synchronized void removeFirst() {
        messages.remove();
    }

    synchronized int size() {
        return messages.size();
    }

    /** Empties it, for good. */
    synchronized List<byte[]> close() {
        closed = true;
        List<byte[]> all = List.copyOf(messages);
        messages.clear();
        return all;
    }
}
