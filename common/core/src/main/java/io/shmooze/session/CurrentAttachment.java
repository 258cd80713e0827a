// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Peer;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Owns which attachment a session has now, the session's state, and the counts of the attachments before; lets
 * threads wait for the next attachment.
 *
 * <p><b>Threads.</b> Read by any thread. Changed by the session's own thread, while it holds both locks of the
 * session: so a thread that holds either of them sees the same attachment until it gives the lock back.
 */
final class CurrentAttachment {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final String channel;
    private volatile Attachment present;
    private volatile SessionState state = SessionState.RECONNECTING;
    /** The present one, or the last; null before the first. Guarded by the lock, as are the counts. */
    private Attachment latest;
    private long earlierMessages;
    private long earlierBytes;
    private long earlierBells;
    private long earlierSleeps;

    CurrentAttachment(String channel) {
        this.channel = channel;
    }

    /** Null while there is none. */
    Attachment present() {
        return present;
    }

    SessionState state() {
        return state;
    }

    /** The present peer, or the last one; null before the first. */
    Peer peer() {
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
            earlierMessages = messagesSent();
            earlierBytes = bytesSent();
            earlierBells = bellsRung();
            earlierSleeps = sleeps();
            latest = next;
            change(next, SessionState.OPEN);
        } finally {
            lock.unlock();
        }
    }

    void detach() {
        change(null, state);
    }

    /** While there is no attachment. */
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

    /**
     * Waits for an attachment.
     *
     * @param over one that will not do, because it is over; or null
     * @return null if there is none in time
     * @throws SessionClosedException if the session is over
     */
    Attachment await(Attachment over, long deadlineNs) throws InterruptedException {
        Attachment now = present;
        if (now != null && now != over) {
            return now;
        }
        lock.lockInterruptibly();
        try {
            long leftNs = deadlineNs - System.nanoTime();
            while ((present == null || present == over) && state != SessionState.CLOSED && leftNs > 0) {
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

    /** What a thread gets that uses a session which is over. */
    SessionClosedException closed() {
        return new SessionClosedException("The session on channel '" + channel + "' is over");
    }

    /**
     * Fails the session because of the error of a truncated segment that has struck a thread of the application outside
     * the lanes, on its way in or out.
     *
     * @return what that thread gets
     */
    SessionClosedException failTruncated(InternalError error) {
        Attachment now = present;
        if (now != null) {
            now.fail(error);
        }
        return new SessionClosedException("The segment can no longer be read: the peer has truncated it", error);
    }

    long messagesSent() {
        lock.lock();
        try {
            return earlierMessages + (latest == null ? 0 : latest.outgoing().messages());
        } finally {
            lock.unlock();
        }
    }

    long bytesSent() {
        lock.lock();
        try {
            return earlierBytes + (latest == null ? 0 : latest.outgoing().bytes());
        } finally {
            lock.unlock();
        }
    }

    long bellsRung() {
        lock.lock();
        try {
            return earlierBells + (latest == null ? 0 : latest.bellsRung());
        } finally {
            lock.unlock();
        }
    }

    long sleeps() {
        lock.lock();
        try {
            return earlierSleeps + (latest == null ? 0 : latest.sleeps());
        } finally {
            lock.unlock();
        }
    }
}
