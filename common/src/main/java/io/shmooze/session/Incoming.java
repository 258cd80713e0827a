// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.ProtocolException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The receiving half of a session: the read lock, and who takes the messages.
 *
 * <p><b>Assumptions.</b> {@link #attach} and {@link #detach} are called by the session's own thread only, in turns.
 *
 * <p><b>Guarantees.</b> One callback at a time, in the order of the lane. What a lost peer had published is not lost
 * with the link.
 */
final class Incoming {
    private static final int BATCH = 64;

    private final Attachment attachment;
    private final Delivery delivery;
    private final LaneLock lock;
    /** Messages of links that have ended, for an application that polls. */
    private final Queue<Message> backlog = new ConcurrentLinkedQueue<>();
    /** Guards the wait for the session's own thread to find the lane empty; taken before the lock, if both. */
    private final Object drained = new Object();
    private volatile boolean drainAwaited;

    Incoming(Attachment attachment, Session session) {
        this.attachment = attachment;
        this.delivery = new Delivery(session);
        this.lock = new LaneLock(delivery::isInCallback);
    }

    void attach(Link newLink) {
        lock.lock();
        try {
            delivery.attach(newLink);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the link away.
     *
     * @param keep whether to keep what the peer had published and nobody has taken yet, for an application that polls
     */
    void detach(boolean keep) {
        lock.lockToDetach();
        Link link = delivery.link();
        try {
            link.reader.expectEnd();
            if (keep) {
                delivery.moveTo(backlog);
            }
            link.probe();
        } catch (ProtocolException | InternalError e) {
            link.fail(e);
        } finally {
            delivery.detach();
            lock.unlock();
        }
    }

    /**
     * Hands out messages that are there, up to a number after which the outbox gets its turn; false if there was
     * none. For the session's own thread.
     */
    boolean deliver(MessageListener listener) {
        int count = 0;
        lock.enterNext();
        try {
            while (count < BATCH && delivery.deliverOne(listener)) {
                count++;
            }
        } finally {
            leave();
        }
        if (count < BATCH && drainAwaited) {
            synchronized (drained) {
                drained.notifyAll();
            }
        }
        return count > 0;
    }

    /**
     * For closing: waits until the session's own thread has handed out what is published. That thread looks whether
     * it is awaited after it has left the lane: either it had left before {@link #hasMore}, which then finds the lane
     * empty, or it enters after, and then sees that it is awaited.
     */
    void awaitDrained(long deadlineNs) throws InterruptedException {
        synchronized (drained) {
            drainAwaited = true;
            while (hasMore(deadlineNs)) {
                TimeUnit.NANOSECONDS.timedWait(drained, deadlineNs - System.nanoTime());
            }
        }
    }

    private boolean hasMore(long deadlineNs) throws InterruptedException {
        if (!lock.tryLockUntil(deadlineNs)) {
            return false;
        }
        Link link = delivery.link();
        try {
            if (link == null) {
                return false;
            }
            boolean more = link.reader.available();
            link.probe();
            return more && !link.isOver() && !Deadlines.isOver(deadlineNs);
        } catch (InternalError e) {
            link.fail(e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The peer has hung up: what it has published is all there will be. For the session's own thread. */
    void expectEnd() {
        lock.lock();
        try {
            delivery.link().reader.expectEnd();
        } finally {
            lock.unlock();
        }
    }

    /** Hands out messages that are there unless another thread is receiving; for the application's threads. */
    int poll(MessageListener handler, int limit) {
        if (delivery.isInOwnCallback()) {
            throw new IllegalStateException("A callback cannot take the next message: return first");
        }
        if (!lock.tryEnter()) {
            return 0;
        }
        try {
            return take(handler, limit);
        } finally {
            lock.leave();
        }
    }

    /** Waits for messages, and hands out those that are there; 0 if none came in time. */
    int receive(MessageListener handler, int limit, long deadlineNs) {
        int count = 0;
        try {
            Link over = null;
            do {
                Link link = over == null ? attachment.await(deadlineNs) : attachment.awaitOther(over, deadlineNs);
                if (link != null && lock.tryLockUntil(deadlineNs)) {
                    try {
                        count = awaitAndTake(handler, limit, deadlineNs);
                    } finally {
                        lock.unlock();
                    }
                    over = link.isOver() ? link : null;
                }
            } while (count == 0 && !Deadlines.isOver(deadlineNs));
            return count > 0 ? count : poll(handler, limit);
        } catch (SessionClosedException e) {
            // Once more: the last messages were put aside before the state changed.
            count = poll(handler, limit);
            if (count == 0) {
                throw e;
            }
            return count;
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /** The caller holds the lock, and gives it back when this link is over, for the next one to be attached. */
    private int awaitAndTake(MessageListener handler, int limit, long deadlineNs) throws InterruptedException {
        int count = take(handler, limit);
        Link link = delivery.link();
        try {
            while (count == 0 && link != null && !link.isOver()
                    && link.arrivals.acquire(link.reader::available, deadlineNs)) {
                count = take(handler, limit);
            }
        } catch (InternalError e) {
            link.fail(e);
        }
        return count;
    }

    private int take(MessageListener handler, int limit) {
        int count = 0;
        Link link = delivery.link();
        try {
            while (count < limit && takeOne(handler)) {
                count++;
            }
        } catch (ProtocolException | InternalError e) {
            if (link == null) {
                throw e;
            }
            link.fail(e);
        } finally {
            delivery.finish();
        }
        return count;
    }

    private void leave() {
        try {
            delivery.finish();
        } finally {
            lock.leave();
        }
    }

    private boolean takeOne(MessageListener handler) {
        Message kept = backlog.poll();
        if (kept != null) {
            delivery.callBack(handler, kept);
            return true;
        }
        return delivery.deliverOne(handler);
    }

    /** Whether the calling thread is inside a callback of this session. */
    boolean isInCallback() {
        return delivery.isInOwnCallback();
    }

    /** For any thread. */
    boolean hasBacklog() {
        return !backlog.isEmpty();
    }

    long messages() {
        return delivery.messages();
    }

    long bytes() {
        return delivery.bytes();
    }
}
