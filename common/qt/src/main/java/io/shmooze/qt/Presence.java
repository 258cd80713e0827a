// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.session.Deadlines;
import java.util.concurrent.TimeUnit;

/** Whether a peer is at the other end of a mailbox, for threads that need one. Set by the mailbox's own thread. */
final class Presence {
    private MailboxLink link;
    private SessionState state = SessionState.RECONNECTING;
    private boolean begun;

    synchronized void set(MailboxLink newLink, SessionState newState) {
        link = newLink;
        state = newState;
        begun = true;
        notifyAll();
    }

    /** Nobody is to use the mailbox any more. {@link #set} follows. */
    synchronized void leave() {
        link = null;
    }

    synchronized SessionState state() {
        return state;
    }

    /** Marks a peer that does not take what was put, or unmarks it. */
    synchronized void unresponsive(boolean silent) {
        if (link != null) {
            state = silent ? SessionState.UNRESPONSIVE : SessionState.OPEN;
        }
    }

    /**
     * The mailbox with a peer.
     *
     * @return null if there is no peer now
     * @throws SessionClosedException if there will be none any more
     */
    synchronized MailboxLink current() {
        if (state == SessionState.CLOSED) {
            throw new SessionClosedException("The mailbox is closed");
        }
        return link;
    }

    /** Waits until the mailbox's own thread has begun. */
    synchronized void awaitFirst() {
        try {
            while (!begun) {
                wait();
            }
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /** Waits for a change of the peer's presence, at most that long. */
    synchronized void await(long timeoutNs) throws InterruptedException {
        if (timeoutNs > 0 && link == null && state != SessionState.CLOSED) {
            wait(TimeUnit.NANOSECONDS.toMillis(timeoutNs) + 1);
        }
    }
}
