// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.ProtocolException;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.fault.FailPoint;
import io.shmooze.lane.LaneReader.Poll;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;

/**
 * The receiving half of a session: the read lock, and a message's way from the lane to a callback.
 *
 * <p><b>Assumptions.</b> {@link #attach} and {@link #detach} are called by the session's own thread only, in turns.
 *
 * <p><b>Guarantees.</b> One callback at a time, in the order of the lane. The lane's cursor moves after the callback
 * has returned or thrown, so a throwing callback never jams the lane. What a lost peer had published is not lost with
 * the link.
 */
final class Incoming {
    private static final int BATCH = 64;
    /** After so many fragments the caller gets a chance to think of something else: a hostile peer never ends one. */
    private static final int MAX_FRAGMENTS = 1024;

    private final HalfLock lock = new HalfLock();
    /** The session's own thread has found the lane empty. */
    private final Condition drained = lock.newCondition();
    private final Attachment attachment;
    private final Session session;
    /** Messages of links that have ended, for an application that polls. */
    private final Queue<Message> backlog = new ConcurrentLinkedQueue<>();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private Link link;
    private LaneMessage view;
    /** Whether the peer has not been told of the last fragments consumed. */
    private boolean unposted;
    /** The thread inside a callback. */
    private final AtomicReference<Thread> caller = new AtomicReference<>();

    Incoming(Attachment attachment, Session session) {
        this.attachment = attachment;
        this.session = session;
    }

    void attach(Link newLink) {
        lock.lock();
        try {
            link = newLink;
            view = new LaneMessage(newLink.reader.payload(), newLink.peer);
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
        lock.lockToDetach(() -> caller.get() != null);
        try {
            link.reader.expectEnd();
            while (keep && next()) {
                backlog.add(Messages.keep(link.reader.payload(), link.peer));
                link.reader.release();
            }
            link.probe();
        } catch (ProtocolException | InternalError e) {
            link.fail(e);
        } finally {
            link = null;
            lock.unlock();
        }
    }

    /**
     * Hands out messages that are there, up to a number after which the outbox gets its turn; false if there was
     * none. For the session's own thread.
     */
    boolean deliver(MessageListener listener) {
        lock.lock();
        try {
            int count = 0;
            while (count < BATCH && deliverOne(listener)) {
                count++;
            }
            if (count < BATCH) {
                drained.signalAll();
            }
            return count > 0;
        } finally {
            lock.unlock();
        }
    }

    /** For closing: waits until the session's own thread has handed out what is published. */
    void awaitDrained(long deadlineNs) throws InterruptedException {
        if (!lock.tryLockUntil(deadlineNs)) {
            return;
        }
        Link now = link;
        try {
            long leftNs = deadlineNs - System.nanoTime();
            while (now != null && now == link && !now.isOver() && now.reader.available() && leftNs > 0) {
                leftNs = drained.awaitNanos(leftNs);
            }
            if (now != null && now == link) {
                now.probe();
            }
        } catch (InternalError e) {
            now.fail(e);
        } finally {
            lock.unlock();
        }
    }

    /** The peer has hung up: what it has published is all there will be. For the session's own thread. */
    void expectEnd() {
        lock.lock();
        try {
            link.reader.expectEnd();
        } finally {
            lock.unlock();
        }
    }

    /** Hands out messages that are there unless another thread is receiving; for the application's threads. */
    int poll(MessageListener handler, int limit) {
        if (isInCallback()) {
            throw new IllegalStateException("A callback cannot take the next message: return first");
        }
        if (!lock.tryLock()) {
            return 0;
        }
        int count = 0;
        try {
            while (count < limit && pollOne(handler)) {
                count++;
            }
        } catch (ProtocolException | InternalError e) {
            if (link == null) {
                throw e;
            }
            link.fail(e);
        } finally {
            lock.unlock();
        }
        return count;
    }

    private boolean pollOne(MessageListener handler) {
        Message kept = backlog.poll();
        if (kept != null) {
            callBack(handler, kept);
            return true;
        }
        return link != null && deliverOne(handler);
    }

    /** Waits for a message; null if none came in time. */
    Message receive(long deadlineNs) {
        Message[] received = new Message[1];
        MessageListener keep = (from, message) -> received[0] = new KeptMessage(message.kind(), message.toByteArray(),
                message.redelivered(), message.peer());
        try {
            while (poll(keep, 1) == 0) {
                Link over = awaitArrival(deadlineNs);
                if (Deadlines.isOver(deadlineNs)) {
                    return poll(keep, 1) == 0 ? null : received[0];
                }
                if (over != null) {
                    attachment.awaitOther(over, deadlineNs);
                }
            }
            return received[0];
        } catch (SessionClosedException e) {
            // Once more: the last messages were put aside before the state changed.
            if (poll(keep, 1) == 0) {
                throw e;
            }
            return received[0];
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /** Whether the calling thread is inside a callback of this session. */
    boolean isInCallback() {
        return caller.getPlain() == Thread.currentThread();
    }

    /** For any thread. */
    boolean hasBacklog() {
        return !backlog.isEmpty();
    }

    long messages() {
        return messages.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Returns the link if it has ended with nothing more to read, else null. */
    private Link awaitArrival(long deadlineNs) throws InterruptedException {
        attachment.await(deadlineNs);
        lock.lockInterruptibly();
        try {
            Link now = link;
            return now == null || now.arrivals.acquire(now.reader::available, deadlineNs) ? null : now;
        } catch (InternalError e) {
            link.fail(e);
            return link;
        } finally {
            lock.unlock();
        }
    }

    private boolean deliverOne(MessageListener listener) {
        if (!next()) {
            return false;
        }
        view.open();
        FailPoint.BEFORE_CALLBACK.reached();
        try {
            callBack(listener, view);
        } finally {
            release();
        }
        return true;
    }

    private void release() {
        try {
            view.close();
        } finally {
            if (!link.isClosedHere()) {
                FailPoint.BEFORE_RELEASE.reached();
                link.reader.release();
                FailPoint.AFTER_RELEASE.reached();
                link.peerRoom.post();
            }
        }
    }

    private void callBack(MessageListener listener, Message message) {
        int length = message.length();
        caller.setRelease(Thread.currentThread());
        try {
            listener.onMessage(session, message);
        } finally {
            caller.setRelease(null);
            messages.setRelease(messages.getPlain() + 1);
            bytes.setRelease(bytes.getPlain() + length);
        }
    }

    /** Moves to the next whole message; false if there is none yet. */
    private boolean next() {
        if (link.isClosedHere()) {
            return false;
        }
        Poll found = link.reader.poll();
        for (int i = 0; found == Poll.PARTIAL && !link.isClosedHere() && (i < MAX_FRAGMENTS || link.isOver()); i++) {
            unposted = true;
            link.peerRoom.look();
            found = link.reader.poll();
        }
        if (unposted) {
            unposted = false;
            link.peerRoom.post();
        }
        return found == Poll.MESSAGE;
    }
}
