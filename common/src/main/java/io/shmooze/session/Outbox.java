// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageKind;
import io.shmooze.OutboxFullException;
import io.shmooze.SessionClosedException;
import io.shmooze.lane.Unacknowledged;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Messages that wait for room in the lane: from callbacks, which must not wait themselves, and from a link that was
 * lost.
 */
final class Outbox {
    /** About what a message costs beside its payload, so that many empty ones are bounded too. */
    private static final int OVERHEAD = 128;

    private final Deque<Transfer> transfers = new ArrayDeque<>();
    private final long limit;
    private long bytes;
    private boolean closed;
    /** The number of transfers, to look at without the lock. */
    private volatile int size;

    Outbox(long limit) {
        this.limit = limit;
    }

    /** Copies the payload. A single message always finds room in an empty outbox. */
    synchronized void add(MessageKind kind, ByteBuffer payload) {
        if (closed) {
            throw new SessionClosedException("The session is over");
        }
        int length = payload.remaining();
        if (bytes + length > limit && !transfers.isEmpty()) {
            throw new OutboxFullException("The outbox holds " + bytes + " bytes in " + transfers.size()
                    + " messages and has no room for " + length + " more: the peer does not read fast enough");
        }
        transfers.add(new Transfer().own(new Unacknowledged(kind, Messages.copy(payload), false)));
        changed(length + OVERHEAD);
    }

    /** Puts messages of a lost link before all others, marked. They have been accepted already, so no limit holds. */
    synchronized void sendAgain(List<Unacknowledged> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            transfers.addFirst(new Transfer().own(messages.get(i).asRedelivered()));
            changed(messages.get(i).payload().remaining() + OVERHEAD);
        }
    }

    /** The length of the longest message, bytes. */
    synchronized int longest() {
        int longest = 0;
        for (Transfer transfer : transfers) {
            longest = Math.max(longest, transfer.length());
        }
        return longest;
    }

    synchronized Transfer peek() {
        return transfers.peek();
    }

    synchronized void removeFirst() {
        changed(-transfers.remove().length() - OVERHEAD);
    }

    /** After a link was lost: the message that was half written has to be written again from its start. */
    synchronized void restart() {
        if (!transfers.isEmpty()) {
            transfers.peek().restart();
        }
    }

    /** Empties the outbox, for good. */
    synchronized List<Unacknowledged> close() {
        closed = true;
        List<Unacknowledged> all = new ArrayList<>();
        for (Transfer transfer : transfers) {
            all.add(transfer.keep(Messages::copy));
        }
        transfers.clear();
        changed(-bytes);
        return all;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    private void changed(long byBytes) {
        bytes += byBytes;
        size = transfers.size();
    }
}
