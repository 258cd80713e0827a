// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Claim;
import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import io.shmooze.OutboxFullException;
import io.shmooze.SessionState;
import io.shmooze.lane.Unacknowledged;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The sending half of a session: a message's way to whatever link there is, at once or by way of the outbox; what has
 * to wait for the peer is the {@link WaitingSender}'s.
 *
 * <p><b>Assumptions.</b> {@link #attach} and {@link #detach} are called by the session's own thread only, in turns.
 *
 * <p><b>Guarantees.</b> Frames of different messages do not mix, because the write lock is held from a message's
 * first frame to its last. What one thread sends stays in order, because everything in the outbox goes before. The
 * lock is never waited for in a callback, so two sides that answer each other from their callbacks with full lanes
 * both go on reading.
 */
final class Outgoing {
    private final Attachment attachment;
    private final Outbox outbox;
    private final LaneFeed feed;
    private final OutboxDrain outboxDrain;
    private final LaneClaim claim;
    private final WriteLock lock;
    private final WaitingSender waiting;
    private final int maxMessageLength;

    Outgoing(Attachment attachment, int maxMessageLength) {
        this.attachment = attachment;
        this.maxMessageLength = maxMessageLength;
        this.outbox = new Outbox(maxMessageLength);
        this.feed = new LaneFeed();
        this.outboxDrain = new OutboxDrain(outbox, feed);
        this.claim = new LaneClaim(feed, () -> lock().unlockAndDrain());
        this.lock = new WriteLock(claim::isOpen, outbox, outboxDrain);
        this.waiting = new WaitingSender(attachment, outbox, feed, outboxDrain, lock);
    }

    /** Publishes the message if that needs no waiting; one longer than the lane starts its way from an empty outbox. */
    boolean offer(MessageKind kind, ByteBuffer payload) {
        if (publishNow(kind, payload)) {
            return true;
        }
        check(payload.remaining());
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (feed.link() == null || !outboxDrain.drain()) {
                return false;
            }
            if (feed.link().writer.canHold(payload.remaining())) {
                return feed.publish(kind, payload);
            }
            outbox.add(kind, payload);
            return true;
        } catch (OutboxFullException e) {
            // A callback was faster; it is the same as a full lane.
            return false;
        } finally {
            lock.unlockAndDrain();
        }
    }

    /** A place in the lane, if there is one at once; the lock is held until it is committed or closed. */
    Claim claim(MessageKind kind, int length) {
        check(length);
        if (!lock.tryLock()) {
            return null;
        }
        boolean claimed = false;
        try {
            claimed = feed.link() != null && outboxDrain.drain() && claim.open(kind, length);
            return claimed ? claim : null;
        } finally {
            if (!claimed) {
                lock.unlockAndDrain();
            }
        }
    }

    /** Puts the message into the lane, or else into the outbox. */
    void sendWithoutWaiting(MessageKind kind, ByteBuffer payload) {
        if (publishNow(kind, payload)) {
            return;
        }
        check(payload.remaining());
        if (!lock.tryLock()) {
            outbox.add(kind, payload);
            lock.drain();
            return;
        }
        try {
            if (!outboxDrain.drain() || !feed.publish(kind, payload)) {
                outbox.add(kind, payload);
            }
        } finally {
            lock.unlockAndDrain();
        }
    }

    /** Waits until the message is in the lane; looks at the clock only if it has to. */
    void send(MessageKind kind, ByteBuffer payload, LongSupplier deadlineNs) {
        if (!publishNow(kind, payload)) {
            sendWaiting(kind, payload, deadlineNs.getAsLong());
        }
    }

    /** The way of most messages: one frame, for which there is room, and nothing that has to go before. */
    private boolean publishNow(MessageKind kind, ByteBuffer payload) {
        if (!lock.enter()) {
            return false;
        }
        try {
            return outbox.isEmpty() && feed.publishWhole(kind, payload);
        } finally {
            lock.leave();
        }
    }

    private void sendWaiting(MessageKind kind, ByteBuffer payload, long deadlineNs) {
        check(payload.remaining());
        waiting.send(kind, payload, deadlineNs);
    }

    void attach(Link link) {
        lock.lock();
        try {
            outboxDrain.attach(link);
        } finally {
            lock.unlockAndDrain();
        }
    }

    /** Takes the link away; returns the complete messages that the peer has not acknowledged. */
    List<Unacknowledged> detach() {
        lock.lockToDetach();
        try {
            return outboxDrain.detach();
        } finally {
            lock.unlock();
        }
    }

    /** What waits for the peer. */
    WaitingSender waiting() {
        return waiting;
    }

    WriteLock lock() {
        return lock;
    }

    Outbox outbox() {
        return outbox;
    }

    LaneFeed feed() {
        return feed;
    }

    private void check(int length) {
        Link link = attachment.current();
        checkLength(length, link == null ? maxMessageLength : link.maxMessageLength);
        if (attachment.state() == SessionState.CLOSED) {
            throw attachment.closed();
        }
    }

    static void checkLength(int length, int limit) {
        if (length > limit) {
            throw new MessageTooLongException("The message of " + length + " bytes is over the limit of " + limit
                    + ": raise the maximum message length on both sides, or send it in parts");
        }
    }
}
