// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.InterruptedSessionException;
import io.shmooze.MessageKind;
import io.shmooze.ProtocolException;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.SessionTimeoutException;
import java.nio.ByteBuffer;

/**
 * What of sending waits for the peer: for room, for acknowledgements, or for the next link. For threads that are in no
 * callback.
 */
final class WaitingSender {
    private interface Step {
        boolean run(Link link) throws InterruptedException;
    }

    private final Attachment attachment;
    private final Outbox outbox;
    private final LaneFeed feed;
    private final OutboxDrain outboxDrain;
    private final WriteLock lock;

    WaitingSender(Attachment attachment, Outbox outbox, LaneFeed feed, OutboxDrain outboxDrain, WriteLock lock) {
        this.attachment = attachment;
        this.outbox = outbox;
        this.feed = feed;
        this.outboxDrain = outboxDrain;
        this.lock = lock;
    }

    /** Waits until the message is in the lane. */
    void send(MessageKind kind, ByteBuffer payload, long deadlineNs) {
        boolean sent = onLink(deadlineNs, link -> {
            Outgoing.checkLength(payload.remaining(), link.maxMessageLength);
            return outboxDrain.drain(deadlineNs) && feed.publish(kind, payload, deadlineNs);
        });
        if (!sent) {
            throw new SessionTimeoutException("The peer made no room for a message of " + payload.remaining()
                    + " bytes in time; it was not sent");
        }
    }

    /** Waits until the peer has acknowledged everything sent before; false if that did not happen in time. */
    boolean flush(long deadlineNs) {
        long[] target = new long[1];
        while (true) {
            if (attachment.state() == SessionState.RECONNECTING && outbox.isEmpty()) {
                // What the lost peer had not acknowledged would be in the outbox.
                return true;
            }
            Link[] on = new Link[1];
            boolean drained = onLink(deadlineNs, link -> {
                boolean empty = outboxDrain.drain(deadlineNs);
                on[0] = link;
                target[0] = link.writer.position();
                return empty;
            });
            if (!drained) {
                return false;
            }
            if (awaitAcknowledged(on[0], target[0], deadlineNs) && isBelievable(on[0])) {
                return true;
            }
            if (Deadlines.isOver(deadlineNs)) {
                return false;
            }
            awaitOther(on[0], deadlineNs);
        }
    }

    /** Runs a step under the lock on the present link, and again on the next one if that link ends meanwhile. */
    private boolean onLink(long deadlineNs, Step step) {
        try {
            Link over = null;
            do {
                Link link = over == null ? attachment.await(deadlineNs) : attachment.awaitOther(over, deadlineNs);
                if (link == null || !lock.tryLockUntil(deadlineNs)) {
                    return false;
                }
                try {
                    if (feed.link() == link) {
                        if (step.run(link)) {
                            return true;
                        }
                        link.probe();
                    }
                } catch (InternalError e) {
                    link.fail(e);
                } finally {
                    lock.unlockAndDrain();
                }
                over = link.isOver() ? link : null;
            } while (over != null || !Deadlines.isOver(deadlineNs));
            return false;
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    private static boolean awaitAcknowledged(Link link, long target, long deadlineNs) {
        if (!link.users.enter()) {
            return false;
        }
        try {
            return link.response.awaitRoom(() -> link.acknowledged() >= target, deadlineNs);
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        } catch (InternalError e) {
            link.fail(e);
            return false;
        } finally {
            link.users.leave();
        }
    }

    /** Checks the position that was compared; who holds the lock meanwhile checks it himself. */
    private boolean isBelievable(Link link) {
        if (!lock.tryLock()) {
            return true;
        }
        try {
            if (feed.link() == link) {
                link.writer.acknowledged();
            }
            return true;
        } catch (ProtocolException | InternalError e) {
            link.fail(e);
            return false;
        } finally {
            lock.unlockAndDrain();
        }
    }

    private void awaitOther(Link over, long deadlineNs) {
        try {
            attachment.awaitOther(over, deadlineNs);
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }

    /** For closing: waits until the outbox is empty, unless the session ends or the thread is interrupted before. */
    void drain(long deadlineNs) {
        try {
            if (!outbox.isEmpty()) {
                onLink(deadlineNs, link -> outboxDrain.drain(deadlineNs));
            }
        } catch (SessionClosedException | InterruptedSessionException e) {
            // What is left in the outbox is reported as unacknowledged when the session ends.
            return;
        }
    }
}
