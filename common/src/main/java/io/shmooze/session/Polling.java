// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.ProtocolException;
import io.shmooze.SessionClosedException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * How an application without a listener takes messages: its threads hold the read lock while they do. What a lost peer
 * had published waits here, before what comes from the next link.
 */
final class Polling {
    private final Attachment attachment;
    private final Delivery delivery;
    private final LaneLock lock;
    /** Messages of links that have ended. */
    private final Queue<Message> backlog = new ConcurrentLinkedQueue<>();

    Polling(Attachment attachment, Delivery delivery, LaneLock lock) {
        this.attachment = attachment;
        this.delivery = delivery;
        this.lock = lock;
    }

    /** Hands out messages that are there unless another thread is receiving. */
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

    private boolean takeOne(MessageListener handler) {
        Message kept = backlog.poll();
        if (kept != null) {
            delivery.callBack(handler, kept);
            return true;
        }
        return delivery.deliverOne(handler);
    }

    /** Puts aside what is left in the lane of a link that is over. The caller holds the read lock. */
    void keepAll() {
        delivery.moveTo(backlog);
    }

    /** For any thread. */
    boolean hasBacklog() {
        return !backlog.isEmpty();
    }
}
