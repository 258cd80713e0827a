// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.api.PublishAck;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One direction of a session, where it enters NATS. Owns the batches until the other end has handled them. One batch at
 * a time is on its way to the stream, so the stream has them in order whatever fails; what comes meanwhile fills the
 * next ones. Bounded by what the local peer's lane and bulk area hold, because nothing is acknowledged to it before.
 * For any thread; never blocks.
 */
final class RelaySender {
    private final RelayLink link;
    private final String subject;
    private final String id;
    private final long epoch;
    private final RelayAcknowledger local;
    /** Numbered, oldest first; the last one may not be in the stream yet. Guarded, as all below. */
    private final Deque<RelayBatch> unacknowledged = new ArrayDeque<>();
    /** Full, and not numbered yet. */
    private final Deque<RelayBatch> full = new ArrayDeque<>();
    private RelayBatch open;
    private long number;
    private boolean again;
    private boolean publishing;
    private boolean stopped;

    RelaySender(RelayLink link, String subject, String id, long epoch, RelayAcknowledger local) {
        this.link = link;
        this.subject = subject;
        this.id = id;
        this.epoch = epoch;
        this.local = local;
        this.open = link.newBatch();
    }

    /** Adds a record, cut into as many as it needs. Copies the payload. */
    void add(RelayRecord record) {
        synchronized (this) {
            if (stopped) {
                return;
            }
            int from = 0;
            int left = record.payload().remaining();
            do {
                if (open.room() < Math.min(left, link.longestPart())) {
                    full.add(open);
                    open = link.newBatch();
                }
                int length = Math.min(left, open.room());
                left -= length;
                open.add(record.part(record.payload().position() + from, length, left > 0));
                from += length;
            } while (left > 0);
        }
        publishNext();
    }

    private void publishNext() {
        RelayBatch next;
        synchronized (this) {
            if (publishing || stopped) {
                return;
            }
            next = full.poll();
            if (next == null) {
                if (open.isEmpty()) {
                    return;
                }
                next = open;
                open = link.newBatch();
            }
            unacknowledged.add(next.number(epoch, ++number, again));
            publishing = true;
        }
        publish(next);
    }

    private void publish(RelayBatch batch) {
        link.publish(subject, id + "." + batch.number(), batch.data(), (ack, error) -> published(batch, ack, error));
    }

    private void published(RelayBatch batch, PublishAck ack, Throwable error) {
        synchronized (this) {
            boolean needed = !stopped && unacknowledged.contains(batch);
            if (ack == null && needed) {
                link.retry(error, () -> publish(batch));
                return;
            }
            publishing = false;
        }
        publishNext();
    }

    /** The other end has handled everything up to this batch. */
    void acknowledge(long ofEpoch, long upTo) {
        int count = 0;
        synchronized (this) {
            if (ofEpoch != epoch) {
                return;
            }
            while (!unacknowledged.isEmpty() && unacknowledged.peek().number() <= upTo) {
                count += unacknowledged.poll().acknowledged();
            }
        }
        local.acknowledge(count);
    }

    /** Whether the other end has handled everything. */
    synchronized boolean isDone() {
        return stopped || unacknowledged.isEmpty() && full.isEmpty() && open.isEmpty();
    }

    /** Sends nothing more. */
    synchronized void stop() {
        stopped = true;
    }

    /** Stops; returns what the other end has not handled, to be sent again by a sender of another epoch. */
    synchronized List<RelayBatch> takeOver() {
        stopped = true;
        List<RelayBatch> left = new ArrayList<>(unacknowledged);
        full.forEach(batch -> left.add(batch.number(epoch, 0, true)));
        if (!open.isEmpty()) {
            left.add(open.number(epoch, 0, true));
        }
        return left;
    }

    /** Begins with batches of another sender, before anything was added but what opens the session. */
    void sendAgain(List<RelayBatch> left) {
        synchronized (this) {
            if (!open.isEmpty()) {
                full.add(open);
                open = link.newBatch();
            }
            again = true;
            left.forEach(full::add);
        }
        publishNext();
    }
}
