// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.session.Deadlines;
import java.time.Duration;

/** The messages of a mailbox without a listener, for the one thread that takes them. */
final class MailboxPolling {
    private final Session session;
    private final MailboxReceiver receiver;
    private final boolean allowed;

    /**
     * Of one mailbox.
     *
     * @param allowed false if it has a listener
     */
    MailboxPolling(Session session, MailboxReceiver receiver, boolean allowed) {
        this.session = session;
        this.receiver = receiver;
        this.allowed = allowed;
    }

    int poll(MessageListener handler, int limit) {
        checkAllowed();
        int count = take(handler, limit);
        if (count == 0) {
            checkOpen();
        }
        return count;
    }

    private int take(MessageListener handler, int limit) {
        int count = 0;
        Message message = receiver.poll();
        while (message != null) {
            count++;
            handler.onMessage(session, message);
            message = count < limit ? receiver.poll() : null;
        }
        return count;
    }

    Message receive(Duration timeout) {
        checkAllowed();
        long deadlineNs = Deadlines.after(timeout);
        Message message = receiver.poll();
        while (message == null && !Deadlines.isOver(deadlineNs)) {
            checkOpen();
            try {
                message = receiver.await(deadlineNs - System.nanoTime());
            } catch (InterruptedException e) {
                throw Deadlines.interrupted(e);
            }
        }
        return message;
    }

    int receive(MessageListener handler, int limit, Duration timeout) {
        int count = poll(handler, limit);
        Message first = count > 0 ? null : receive(timeout);
        if (first == null) {
            return count;
        }
        handler.onMessage(session, first);
        return limit > 1 ? 1 + take(handler, limit - 1) : 1;
    }

    private void checkAllowed() {
        if (!allowed) {
            throw new IllegalStateException("The session has a listener, which takes all messages");
        }
    }

    private void checkOpen() {
        if (session.state() == SessionState.CLOSED) {
            throw new SessionClosedException("The mailbox is closed");
        }
    }
}
