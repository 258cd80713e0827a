// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.InterruptedSessionException;
import io.shmooze.MessageKind;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.SessionTimeoutException;
import io.shmooze.jfr.BlockedSendEvent;
import io.shmooze.jfr.FlightRecord;
import java.nio.ByteBuffer;

/** Blocking send and flush. Owns the message that is being sent. For any thread that is not in a callback. */
final class BlockingSender {
    private final CurrentAttachment current;
    private final SendingEnd sending;
    /** Guarded by the write lock. */
    private final PendingMessage message = new PendingMessage();

    BlockingSender(CurrentAttachment current, SendingEnd sending) {
        this.current = current;
        this.sending = sending;
    }

    /** Waits until the message is in the lane. */
    void send(MessageKind kind, ByteBuffer payload, long deadlineNs) {
        send(kind, payload, deadlineNs, null, false);
    }

    /** The same of a message that an application may have seen before. */
    void sendAgain(MessageKind kind, ByteBuffer payload) {
        send(kind, payload, Deadlines.never(), null, true);
    }

    /** The same of a question or an answer, unless it is not due any more. */
    void send(MessageKind kind, ByteBuffer payload, Publishable due) {
        send(kind, payload, Deadlines.never(), due, due.isRepeated());
    }

    private void send(MessageKind kind, ByteBuffer payload, long deadlineNs, Publishable due, boolean again) {
        sending.check(payload.remaining());
        BlockedSendEvent event = FlightRecord.send();
        boolean sent = false;
        try {
            sent = run(deadlineNs, on -> publish(on.outgoing(), kind, payload, deadlineNs, due, again), due);
        } finally {
            if (event != null) {
                event.finish(current.channel(), current.peer(), kind, payload.remaining(), sent);
            }
        }
        if (!sent && due == null) {
            throw new SessionTimeoutException("The peer made no room for a message of " + payload.remaining()
                    + " bytes in time; it was not sent");
        }
    }

    private boolean publish(OutgoingLane lane, MessageKind kind, ByteBuffer payload, long deadlineNs, Publishable due,
                            boolean again) throws InterruptedException {
        SendingEnd.checkLength(payload.remaining(), lane.maxMessageLength());
        return due != null && !due.isDue(lane)
                || sending.awaitOutboxPublished(lane, deadlineNs)
                && publish(lane, message.borrow(kind, payload).again(again), deadlineNs, due);
    }

    /** Returns false if the time or the attachment is over; the reader then drops what was published of the message. */
    private static boolean publish(OutgoingLane lane, PendingMessage message, long deadlineNs, Publishable due)
            throws InterruptedException {
        try {
            while (!lane.publish(message)) {
                if (!lane.awaitRoom(deadlineNs)) {
                    return false;
                }
            }
            if (due != null) {
                due.published();
            }
            return true;
        } finally {
            message.giveBack();
        }
    }

    /** Waits until the peer has acknowledged everything sent before; returns false if it has not in time. */
    boolean flush(long deadlineNs) {
        Attachment[] flushed = new Attachment[1];
        long[] target = new long[1];
        while (true) {
            if (current.state() == SessionState.RECONNECTING && sending.isOutboxEmpty()) {
                // Messages that the lost peer had not acknowledged would be in the outbox.
                return true;
            }
            boolean published = run(deadlineNs, on -> {
                boolean empty = sending.awaitOutboxPublished(on.outgoing(), deadlineNs);
                // A message that found no room may have left a frame of its own behind, for which nobody posted.
                on.outgoing().post();
                flushed[0] = on;
                target[0] = on.outgoing().position();
                return empty;
            });
            if (!published) {
                return false;
            }
            try {
                Attachment on = flushed[0];
                if (on.outgoing().acknowledgement().awaitAcknowledged(target[0], deadlineNs)
                        && sending.checkAcknowledged(on)) {
                    return true;
                }
                if (Deadlines.isOver(deadlineNs)) {
                    return false;
                }
                current.await(on, deadlineNs);
            } catch (InterruptedException e) {
                throw Deadlines.interrupted(e);
            }
        }
    }

    /**
     * For closing: waits until the outbox is empty, the time is over, the session ends, the peer does not respond, or
     * the thread is interrupted.
     */
    void awaitOutboxEmpty(long deadlineNs) {
        try {
            if (!sending.isOutboxEmpty()) {
                run(deadlineNs, on -> sending.awaitOutboxPublished(on.outgoing(), deadlineNs));
            }
        } catch (SessionClosedException | SessionTimeoutException | InterruptedSessionException e) {
            // The end of the session reports the messages in the outbox as unacknowledged.
            return;
        }
    }

    private boolean run(long deadlineNs, LockedAction action) {
        return run(deadlineNs, action, null);
    }

    private boolean run(long deadlineNs, LockedAction action, Publishable due) {
        try {
            return sending.run(deadlineNs, action, due);
        } catch (InterruptedException e) {
            throw Deadlines.interrupted(e);
        }
    }
}
