// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Peer;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The present of a session. Owns which attachment the session has now, the session's state, and the counts of earlier
 * attachments; lets threads wait for the next attachment.
 *
 * <p><b>Threads.</b> Any thread reads it. Only the thread that attaches and the session's own thread change it, and
 * they change the attachment while they hold the session's read lock and write lock. So a thread that holds either of
 * the two sees the same attachment until it gives the lock back.
 */
final class CurrentAttachment {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final String channel;
    private volatile Attachment present;
    private volatile SessionState state = SessionState.RECONNECTING;
    /** The present attachment, or the last one; null before the first. Guarded by the lock, as the counts are. */
    private Attachment latest;
    /** The session's own thread, which cannot wait for itself; null before it has started. */
    private volatile Thread own;
    /** Of the attachments before the latest; null if there are none. */
    private AttachmentCounts earlier;

    CurrentAttachment(String channel) {
        this.channel = channel;
    }

    /** To be called before any callback, by the thread that detaches and attaches the next. */
    void setOwnThread(Thread thread) {
        own = thread;
    }

    /** Whether the calling thread is the session's own. For any thread. */
    boolean isOwnThread() {
        return Thread.currentThread() == own;
    }

    String channel() {
        return channel;
    }

    /** The present attachment; null while there is none. */
    Attachment present() {
        return present;
    }

    SessionState state() {
        return state;
    }

    /** The present peer, or the last one; null before the first attachment. */
    Peer peer() {
        Attachment now = present;
        if (now != null) {
            return now.peer();
        }
        lock.lock();
        try {
            return latest == null ? null : latest.peer();
        } finally {
            lock.unlock();
        }
    }

    void attach(Attachment next) {
        lock.lock();
        try {
            earlier = latest == null ? null : counts();
            latest = next;
            change(next, SessionState.OPEN);
        } finally {
            lock.unlock();
        }
    }

    void detach() {
        change(null, state);
    }

    /** For use while there is no attachment. */
    void setState(SessionState next) {
        change(null, next);
    }

    private void change(Attachment newAttachment, SessionState newState) {
        lock.lock();
        try {
            present = newAttachment;
            state = newState;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@link #await(Attachment, long, Publishable)} for a caller that always needs it. */
    Attachment await(Attachment over, long deadlineNs) throws InterruptedException {
        return await(over, deadlineNs, null);
    }

    /** Wakes the threads that wait for an attachment, because something may not be due any more. */
    void lookAgain() {
        change(present, state);
    }

    /**
     * Waits for an attachment.
     *
     * @param over an attachment that has ended and is not to be returned; may be null
     * @param due for what the caller needs it; null if it always needs it
     * @return null if there is no attachment in time, or what it is for is not due any more
     * @throws SessionClosedException if the session is over
     * @throws IllegalStateException on the session's own thread, if it would have to wait
     */
    Attachment await(Attachment over, long deadlineNs, Publishable due) throws InterruptedException {
        Attachment now = present;
        if (now != null && now != over) {
            return now;
        }
        lock.lockInterruptibly();
        try {
            long leftNs = deadlineNs - System.nanoTime();
            while ((present == null || present == over) && state != SessionState.CLOSED && leftNs > 0
                    && (due == null || due.isDue(null))) {
                if (isOwnThread()) {
                    throw new IllegalStateException("A callback cannot wait for the next peer, because the session "
                            + "attaches to it after the callback: wait on another thread, or send without a timeout");
                }
                leftNs = changed.awaitNanos(leftNs);
            }
            if (state == SessionState.CLOSED) {
                throw closed();
            }
            return present == over ? null : present;
        } finally {
            lock.unlock();
        }
    }

    /** The exception for a thread that uses a session after its end. */
    SessionClosedException closed() {
        return new SessionClosedException("The session on channel '" + channel + "' is over");
    }

    /**
     * Fails the session because an application's thread has got the error of a truncated segment outside the lanes, on
     * its way in or out.
     *
     * @return the exception for that thread
     */
    SessionClosedException failTruncated(InternalError error) {
        Attachment now = present;
        if (now != null) {
            now.fail(error);
        }
        return new SessionClosedException(AttachmentState.MISSING_PAGE, error);
    }

    /** What all attachments have sent so far. */
    AttachmentCounts counts() {
        lock.lock();
        try {
            AttachmentCounts now = latest == null ? AttachmentCounts.NONE : latest.counts();
            return earlier == null ? now : earlier.plus(now);
        } finally {
            lock.unlock();
        }
    }
}
