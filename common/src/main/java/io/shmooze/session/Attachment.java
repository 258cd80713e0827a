// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Which link a session has now, for threads that need one. Set by the session's own thread. */
final class Attachment {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final String channel;
    private volatile Link link;
    private volatile SessionState state = SessionState.RECONNECTING;

    Attachment(String channel) {
        this.channel = channel;
    }

    /** Null while there is none. */
    Link current() {
        return link;
    }

    SessionState state() {
        return state;
    }

    void set(Link newLink, SessionState newState) {
        lock.lock();
        try {
            link = newLink;
            state = newState;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a link; null if there is none in time. */
    Link await(long deadlineNs) throws InterruptedException {
        Link now = link;
        return now != null ? now : awaitOther(null, deadlineNs);
    }

    /** Waits for a link other than one that is over; null if there is none in time. */
    Link awaitOther(Link over, long deadlineNs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long leftNs = deadlineNs - System.nanoTime();
            while ((link == null || link == over) && state != SessionState.CLOSED && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
            if (state == SessionState.CLOSED) {
                throw closed();
            }
            return link == over ? null : link;
        } finally {
            lock.unlock();
        }
    }

    SessionClosedException closed() {
        return new SessionClosedException("The session on channel '" + channel + "' is over");
    }
}
