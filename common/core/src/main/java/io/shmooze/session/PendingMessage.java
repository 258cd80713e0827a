// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageKind;
import io.shmooze.lane.UnacknowledgedMessage;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/** Owns how far a message has been published, frame by frame. Guarded by the session's write lock. */
final class PendingMessage {
    private MessageKind kind;
    private ByteBuffer payload;
    private boolean redelivered;
    private UnacknowledgedMessage kept;
    private int published;

    /** A message whose payload the caller may change once it is published. */
    PendingMessage borrow(MessageKind newKind, ByteBuffer newPayload) {
        kind = newKind;
        payload = newPayload;
        redelivered = false;
        kept = null;
        published = 0;
        return this;
    }

    /** A message that nobody else holds. */
    static PendingMessage of(UnacknowledgedMessage message) {
        PendingMessage pending = new PendingMessage();
        pending.kind = message.kind();
        pending.payload = message.payload();
        pending.redelivered = message.redelivered();
        pending.kept = message;
        return pending;
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

    /** Bytes of the payload. */
    int published() {
        return published;
    }

    /** True when the whole message is published. */
    boolean advance(int byBytes) {
        published += byBytes;
        return published == payload.remaining();
    }

    void restart() {
        published = 0;
    }

    /** The message with a payload of its own. */
    UnacknowledgedMessage keep(UnaryOperator<ByteBuffer> copy) {
        if (kept == null) {
            kept = new UnacknowledgedMessage(kind, copy.apply(payload), redelivered);
        }
        return kept;
    }
}
