// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageKind;
import io.shmooze.lane.UnacknowledgedMessage;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/**
 * A message that is being published. Owns how many bytes of it have been published, and the copy of a borrowed payload
 * once one is needed. Guarded by the session's write lock.
 */
final class PendingMessage {
    private MessageKind kind;
    private ByteBuffer payload;
    private boolean redelivered;
    private UnacknowledgedMessage kept;
    private int published;
    /** Null for a message that is always to be published. */
    private Publishable due;

    /** Begins a message whose payload belongs to the caller, who may change it once the message is published. */
    PendingMessage borrow(MessageKind newKind, ByteBuffer newPayload) {
        due = null;
        kind = newKind;
        payload = newPayload;
        redelivered = false;
        kept = null;
        published = 0;
        return this;
    }

    /** Marks a message that was just borrowed as one that an application may have seen before. */
    PendingMessage again(boolean isAgain) {
        redelivered = isAgain;
        return this;
    }

    /** Keeps nothing of a borrowed payload any more. */
    void giveBack() {
        payload = null;
        kept = null;
    }

    /** A message whose payload nobody changes. */
    static PendingMessage of(UnacknowledgedMessage message, Publishable due) {
        PendingMessage pending = new PendingMessage();
        pending.due = due;
        pending.kind = message.kind();
        pending.payload = message.payload();
        pending.redelivered = message.redelivered();
        pending.kept = message;
        return pending;
    }

    /** It is published as a whole; true. */
    boolean markPublished() {
        if (due != null) {
            due.published();
        }
        return true;
    }

    /** Whether it is still to be published. What was published of it in part, the reader drops. */
    boolean isDue(OutgoingLane on) {
        return due == null || due.isDue(on);
    }

    MessageKind kind() {
        return kind;
    }

    ByteBuffer payload() {
        return payload;
    }

    boolean redelivered() {
        return redelivered;
    }

    int length() {
        return payload.remaining();
    }

    /** How many bytes of the payload have been published. */
    int published() {
        return published;
    }

    /** Adds to the published bytes; true when the whole message is published. */
    boolean advance(int byBytes) {
        published += byBytes;
        return published == payload.remaining();
    }

    void restart() {
        published = 0;
    }

    /** The message with a payload that nobody changes; copies a borrowed one, once. */
    UnacknowledgedMessage keep(UnaryOperator<ByteBuffer> copy) {
        if (kept == null) {
            kept = new UnacknowledgedMessage(kind, copy.apply(payload), redelivered);
        }
        return kept;
    }
}
