// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageListener;
import io.shmooze.ProtocolException;
import io.shmooze.Session;
import java.util.concurrent.TimeUnit;

/**
 * The receiving half of a session, as its own thread sees it: links come and go, and their messages go to a listener.
 * An application without one takes them by {@link Polling}.
 *
 * <p><b>Assumptions.</b> {@link #attach} and {@link #detach} are called by the session's own thread only, in turns.
 *
 * <p><b>Guarantees.</b> One callback at a time, in the order of the lane. What a lost peer had published is not lost
 * with the link.
 */
final class Incoming {
    private static final int BATCH = 64;

    private final Delivery delivery;
    private final LaneLock lock;
    private final Polling polling;
    /** Guards the wait for the session's own thread to find the lane empty; taken before the lock, if both. */
    private final Object drained = new Object();
    private volatile boolean drainAwaited;

    Incoming(Attachment attachment, Session session) {
        this.delivery = new Delivery(session);
        this.lock = new LaneLock(delivery::isInCallback);
        this.polling = new Polling(attachment, delivery, lock);
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
                polling.keepAll();
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

    private void leave() {
        try {
            delivery.finish();
        } finally {
            lock.leave();
        }
    }

    /** For an application's threads. */
    Polling polling() {
        return polling;
    }

    /** Whether the calling thread is inside a callback of this session. */
    boolean isInCallback() {
        return delivery.isInOwnCallback();
    }

    long messages() {
        return delivery.messages();
    }

    long bytes() {
        return delivery.bytes();
    }
}
