// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.fault.FailPoint;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The receiving end of a session. Owns the read lock, and with it the incoming lane of the present attachment, and
 * the backlog: messages of attachments that have ended, which an application that polls gets before any other.
 *
 * <p><b>Guarantees.</b> One callback at a time, in the order of the lane. The lane's cursor moves after the callback
 * has returned or thrown, so a throwing callback never jams the lane. What a lost peer had published is not lost with
 * the attachment.
 */
final class ReceivingEnd {
    /** After so many messages in one pass the outbox gets its turn. */
    private static final int PASS = 64;

    private final CurrentAttachment current;
    private final LaneLock lock = new LaneLock();
    private final Queue<Message> backlog = new ConcurrentLinkedQueue<>();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    /** Guards the wait for the session's own thread to find the lane empty; taken before the lock, if both. */
    private final Object delivered = new Object();
    private volatile boolean deliveryAwaited;

    ReceivingEnd(CurrentAttachment current) {
        this.current = current;
    }

    // For an application's threads.

    /**
     * Hands out messages that are there, unless another thread is receiving.
     *
     * @return how many
     */
    int poll(Session session, MessageListener handler, int limit) {
        if (!lock.tryEnter()) {
            return 0;
        }
        try {
            return take(session, handler, limit);
        } finally {
            lock.leave();
        }
    }

    /** Waits for messages, and hands out those that are there; 0 if none came in time. */
    int receive(Session session, MessageListener handler, int limit, long deadlineNs) {
        try {
            int count = 0;
            Attachment over = null;
            do {
                Attachment on = current.await(over, deadlineNs);
                if (on != null && lock.tryLockUntil(deadlineNs)) {
                    try {
                        count = awaitAndTake(session, handler, limit, deadlineNs);
                    } finally {
                        lock.unlock();
                    }
                    over = on.isOver() ? on : null;
                }
            } while (count == 0 && !Deadlines.isOver(deadlineNs));
            return count > 0 ? count : poll(session, handler, limit);
        } catch (SessionClosedException e) {
            // Once more: the last messages were put aside before the state changed.
            int count = poll(session, handler, limit);
            if (count == 0) {
                throw e;
            }
            return count;
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /** The caller holds the lock, and gives it back when this attachment is over, for the next one to be attached. */
    private int awaitAndTake(Session session, MessageListener handler, int limit, long deadlineNs)
            throws InterruptedException {
        int count = take(session, handler, limit);
        IncomingLane lane = lane();
        while (count == 0 && lane != null && lane.awaitArrivals(deadlineNs)) {
            count = take(session, handler, limit);
        }
        return count;
    }

    private int take(Session session, MessageListener handler, int limit) {
        int count = 0;
        Message kept;
        while (count < limit && (kept = backlog.poll()) != null) {
            callBack(session, handler, kept);
            count++;
        }
        IncomingLane lane = lane();
        return lane == null ? count : count + deliver(lane, session, handler, limit - count);
    }

    /** After an error has struck the calling thread in one of these methods, not in a callback: gives the lock back. */
    void releaseLock() {
        lock.releaseHeld();
    }

    /** For any thread: whether messages of attachments that have ended are left. */
    boolean hasBacklog() {
        return !backlog.isEmpty();
    }

    // For the session's own thread.

    /** Hands out messages that are there, up to a number; false if there was none. */
    boolean deliver(Session session, MessageListener listener) {
        int count = 0;
        lock.enterNext();
        try {
            IncomingLane lane = lane();
            count = lane == null ? 0 : deliver(lane, session, listener, PASS);
        } finally {
            lock.leave();
        }
        if (count < PASS && deliveryAwaited) {
            synchronized (delivered) {
                delivered.notifyAll();
            }
        }
        return count > 0;
    }

    /** The peer has hung up: what it has published is all there will be. */
    void expectEnd() {
        lock.lock();
        try {
            lane().expectEnd();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes an attachment the present one.
     *
     * @param change stores it
     */
    void attach(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the present attachment away.
     *
     * @param keep whether to keep what the peer had published and nobody has taken yet, for an application that polls
     * @param change stores that there is none
     */
    void detach(boolean keep, Runnable change) {
        lock.lockToDetach();
        try {
            IncomingLane lane = lane();
            lane.expectEnd();
            while (keep && lane.moveTo(backlog)) {
                continue;
            }
            current.present().probe();
        } finally {
            try {
                change.run();
            } finally {
                lock.unlock();
            }
        }
    }

    // For a thread that closes.

    /**
     * Waits until the session's own thread has handed out what is published. That thread looks whether it is awaited
     * after it has left the lane: either it had left before {@link #hasMore}, which then finds the lane empty, or it
     * enters after, and then sees that it is awaited.
     */
    void awaitDelivered(long deadlineNs) throws InterruptedException {
        synchronized (delivered) {
            deliveryAwaited = true;
            while (hasMore(deadlineNs)) {
                TimeUnit.NANOSECONDS.timedWait(delivered, deadlineNs - System.nanoTime());
            }
        }
    }

    private boolean hasMore(long deadlineNs) throws InterruptedException {
        if (!lock.tryLockUntil(deadlineNs)) {
            return false;
        }
        try {
            Attachment present = current.present();
            if (present == null) {
                return false;
            }
            boolean more = present.incoming().hasArrivals();
            return present.probe() && more && !present.isOver() && !Deadlines.isOver(deadlineNs);
        } finally {
            lock.unlock();
        }
    }

    // For any thread.

    /** Whether the calling thread is inside a callback of this session. */
    boolean isInCallback() {
        return lock.isInApplicationHere();
    }

    long messages() {
        return messages.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Hands out what is there, in place, up to a number. */
    private int deliver(IncomingLane lane, Session session, MessageListener listener, int limit) {
        int count = 0;
        try {
            while (count < limit && lane.next()) {
                LaneMessage message = lane.message();
                message.open();
                FailPoint.BEFORE_CALLBACK.reached();
                try {
                    callBack(session, listener, message);
                } finally {
                    release(lane, message);
                }
                count++;
            }
        } finally {
            lane.endPass();
        }
        return count;
    }

    private static void release(IncomingLane lane, LaneMessage message) {
        try {
            message.close();
        } finally {
            lane.release();
        }
    }

    private void callBack(Session session, MessageListener listener, Message message) {
        int length = message.length();
        lock.enterApplication();
        try {
            listener.onMessage(session, message);
        } finally {
            lock.leaveApplication();
            messages.setRelease(messages.getPlain() + 1);
            bytes.setRelease(bytes.getPlain() + length);
        }
    }

    private IncomingLane lane() {
        Attachment present = current.present();
        return present == null ? null : present.incoming();
    }
}
