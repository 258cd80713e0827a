// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Claim;
import io.shmooze.InterruptedSessionException;
import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import io.shmooze.OutboxFullException;
import io.shmooze.ProtocolException;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.SessionTimeoutException;
import io.shmooze.lane.Unacknowledged;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The sending half of a session: the write lock, and a message's way to whatever link there is.
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
    private final OutboxDrain drain;
    private final LaneClaim claim;
    private final WriteLock lock;
    private final int maxMessageLength;
    Outgoing(Attachment attachment, int maxMessageLength) {
        this.attachment = attachment;
        this.maxMessageLength = maxMessageLength;
        this.outbox = new Outbox(maxMessageLength);
        this.feed = new LaneFeed();
        this.drain = new OutboxDrain(outbox, feed);
        this.claim = new LaneClaim(feed, () -> lock().unlockAndDrain());
        this.lock = new WriteLock(claim::isOpen, outbox, drain);
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
            if (feed.link() == null || !drain.drain()) {
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
            claimed = feed.link() != null && drain.drain() && claim.open(kind, length);
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
            if (!drain.drain() || !feed.publish(kind, payload)) {
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
        boolean sent = onLink(deadlineNs, link -> {
            checkLength(payload.remaining(), link.maxMessageLength);
            return drain.drain(deadlineNs) && feed.publish(kind, payload, deadlineNs);
        });
        if (!sent) {
            throw new SessionTimeoutException("The peer made no room for a message of " + payload.remaining()
                    + " bytes in time; it was not sent");
        }
    }

    /** Waits until the peer has acknowledged everything sent before; false if that did not happen in time. */
    boolean flush(long deadlineNs) {
        long[] target = new long[1];
        while (true) {
            if (attachment.state() == SessionState.RECONNECTING && outbox.isEmpty()) {
                // What the lost peer had not acknowledged would be in the outbox.
                return true;
            }
            Link[] on = new Link[1];
            boolean drained = onLink(deadlineNs, link -> {
                boolean empty = drain.drain(deadlineNs);
                on[0] = link;
                target[0] = link.writer.position();
                return empty;
            });
            if (!drained) {
                return false;
            }
            if (awaitAcknowledged(on[0], target[0], deadlineNs) && isBelievable(on[0])) {
                return true;
            }
            if (Deadlines.isOver(deadlineNs)) {
                return false;
            }
            awaitOther(on[0], deadlineNs);
        }
    }

    private interface Step {
        boolean run(Link link) throws InterruptedException;
    }

    /** Runs a step under the lock on the present link, and again on the next one if that link ends meanwhile. */
    private boolean onLink(long deadlineNs, Step step) {
        try {
            Link over = null;
            do {
                Link link = over == null ? attachment.await(deadlineNs) : attachment.awaitOther(over, deadlineNs);
                if (link == null || !lock.tryLockUntil(deadlineNs)) {
                    return false;
                }
                try {
                    if (feed.link() == link) {
                        if (step.run(link)) {
                            return true;
                        }
                        link.probe();
                    }
                } catch (InternalError e) {
                    link.fail(e);
                } finally {
                    lock.unlockAndDrain();
                }
                over = link.isOver() ? link : null;
            } while (over != null || !Deadlines.isOver(deadlineNs));
            return false;
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    private static boolean awaitAcknowledged(Link link, long target, long deadlineNs) {
        if (!link.users.enter()) {
            return false;
        }
        try {
            return link.response.awaitRoom(() -> link.acknowledged() >= target, deadlineNs);
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        } catch (InternalError e) {
            link.fail(e);
            return false;
        } finally {
            link.users.leave();
        }
    }

    /** Checks the position that was compared; who holds the lock meanwhile checks it himself. */
    private boolean isBelievable(Link link) {
        if (!lock.tryLock()) {
            return true;
        }
        try {
            if (feed.link() == link) {
                link.writer.acknowledged();
            }
            return true;
        } catch (ProtocolException | InternalError e) {
            link.fail(e);
            return false;
        } finally {
            lock.unlockAndDrain();
        }
    }

    private void awaitOther(Link over, long deadlineNs) {
        try {
            attachment.awaitOther(over, deadlineNs);
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /** For closing: waits until the outbox is empty, unless the session ends or the thread is interrupted before. */
    void drain(long deadlineNs) {
        try {
            if (!outbox.isEmpty()) {
                onLink(deadlineNs, link -> drain.drain(deadlineNs));
            }
        } catch (SessionClosedException | InterruptedSessionException e) {
            // What is left in the outbox is reported as unacknowledged when the session ends.
            return;
        }
    }

    void attach(Link link) {
        lock.lock();
        try {
            drain.attach(link);
        } finally {
            lock.unlockAndDrain();
        }
    }

    /** Takes the link away; returns the complete messages that the peer has not acknowledged. */
    List<Unacknowledged> detach() {
        lock.lockToDetach();
        try {
            return drain.detach();
        } finally {
            lock.unlock();
        }
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

    private static void checkLength(int length, int limit) {
        if (length > limit) {
            throw new MessageTooLongException("The message of " + length + " bytes is over the limit of " + limit
                    + ": raise the maximum message length on both sides, or send it in parts");
        }
    }
}
