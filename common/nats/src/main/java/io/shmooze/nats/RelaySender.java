// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.nats.client.api.PublishAck;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One direction of a session, where it enters NATS. Owns the batches until the other end has handled them. Bounded by
 * what the local peer's lane and bulk area hold, because nothing is acknowledged to it before. For any thread; never
 * waits for the other end.
 *
 * <p>A batch goes straight to the other end, which takes no longer than a plain message of NATS. If that loses one, or
 * the other end does not come on, everything that is not handled goes to the stream, in order, one batch at a time, so
 * that the stream has them in order whatever fails; and what comes meanwhile does, too, until the other end has handled
 * all. So the other end may get a batch twice; it knows them by their numbers.
 */
final class RelaySender {
    /** If the other end does not come on for so long, it gets everything by the stream. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** The most batches on their way beside the stream; what comes meanwhile fills the next ones. */
    private static final int WINDOW = 64;

    private final RelayLink link;
    private final String directSubject;
    private final String subject;
    private final String id;
    private final long epoch;
    private final RelayAcknowledger local;
    /** Numbered, oldest first. Guarded, as all below. */
    private final Deque<RelayBatch> unacknowledged = new ArrayDeque<>();
    /** Full, and not numbered yet. */
    private final Deque<RelayBatch> full = new ArrayDeque<>();
    private RelayBatch open;
    private long number;
    private boolean again;
    /** Those of the unacknowledged that the stream is to get; null while it gets none. */
    private Deque<RelayBatch> toStore;
    private boolean storing;
    /** The last one that has come to the other end. */
    private long received;
    /** When the other end has come on last, or had nothing more to do. */
    private long progressNs;
    /** Whether {@link #look} will be called. */
    private boolean watched;
    private boolean stopped;

    RelaySender(RelayLink link, RelayNames.Direction out, String near, String session, long epoch,
                RelayAcknowledger local) {
        this.link = link;
        this.directSubject = out.directSubject(near, session);
        this.subject = out.subject(near, session);
        this.id = session + "." + out.stream();
        this.epoch = epoch;
        this.local = local;
        this.open = link.newBatch();
    }

    /** Adds a record, and publishes it. Copies the payload. */
    void send(RelayRecord record) {
        add(record);
        publish();
    }

    /** Adds a record, cut into as many as it needs; {@link #publish} has to follow soon. Copies the payload. */
    synchronized void add(RelayRecord record) {
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

    /** Publishes what was added. */
    void publish() {
        RelayBatch stored = null;
        synchronized (this) {
            if (toStore == null) {
                publishDirectly();
            } else if (!storing) {
                stored = nextToStore();
                storing = stored != null;
            }
        }
        if (stored != null) {
            store(stored);
        }
    }

    private void publishDirectly() {
        while (unacknowledged.size() < WINDOW) {
            RelayBatch next = next();
            if (next == null) {
                return;
            }
            if (unacknowledged.size() == 1) {
                progressNs = System.nanoTime();
                watch(PATIENCE_NS);
            }
            link.tell(directSubject, next.data());
        }
    }

    /** Numbers the next one; null if nothing was added, or nothing is sent any more. */
    private RelayBatch next() {
        if (stopped || full.isEmpty() && open.isEmpty()) {
            return null;
        }
        RelayBatch next = full.poll();
        if (next == null) {
            next = open;
            open = link.newBatch();
        }
        unacknowledged.add(next.number(epoch, ++number, again));
        return next;
    }

    private RelayBatch nextToStore() {
        RelayBatch oldest = unacknowledged.peek();
        RelayBatch next;
        do {
            next = toStore.poll();
        } while (next != null && (oldest == null || next.number() < oldest.number()));
        return stopped ? null : next == null ? next() : next;
    }

    private void watch(long ns) {
        if (!watched) {
            watched = true;
            link.later(ns, this::look);
        }
    }

    /** Looks whether the other end comes on. */
    private void look() {
        synchronized (this) {
            watched = false;
            if (stopped || unacknowledged.isEmpty() || toStore != null) {
                return;
            }
            long leftNs = PATIENCE_NS - (System.nanoTime() - progressNs);
            if (leftNs > 0) {
                watch(leftNs);
                return;
            }
            toStore = new ArrayDeque<>(unacknowledged);
        }
        publish();
    }

    private void store(RelayBatch batch) {
        link.publish(subject, id + "." + batch.number(), batch.data(), (ack, error) -> stored(batch, ack, error));
    }

    private void stored(RelayBatch batch, PublishAck ack, Throwable error) {
        synchronized (this) {
            boolean needed = !stopped && unacknowledged.contains(batch);
            if (ack == null && needed) {
                link.retry(error, () -> store(batch));
                return;
            }
            storing = false;
            leaveStream();
        }
        publish();
    }

    /** What comes next needs the stream no more, if nothing before it is left. */
    private void leaveStream() {
        if (toStore != null && unacknowledged.isEmpty() && !storing) {
            toStore = null;
            link.execute(link::works);
        }
    }

    /**
     * The other end has come on.
     *
     * @param handledUpTo it has handled everything up to this batch
     * @param receivedUpTo this is the last one that has come there
     */
    void acknowledge(long ofEpoch, long handledUpTo, long receivedUpTo) {
        int count = 0;
        synchronized (this) {
            if (ofEpoch != epoch) {
                return;
            }
            int before = unacknowledged.size();
            while (!unacknowledged.isEmpty() && unacknowledged.peek().number() <= handledUpTo) {
                count += unacknowledged.poll().acknowledged();
            }
            if (receivedUpTo > received || unacknowledged.size() < before) {
                received = receivedUpTo;
                progressNs = System.nanoTime();
            }
            leaveStream();
        }
        local.acknowledge(count);
        publish();
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
        publish();
    }
}
