// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.MessageKind;
import io.shmooze.lane.Unacknowledged;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/** A message on its way into the lane, frame by frame. Guarded by the session's write lock. */
final class Transfer {
    private MessageKind kind;
    private ByteBuffer payload;
    private boolean redelivered;
    private Unacknowledged kept;
    private int written;

    /** A message whose payload the caller may change once it is published. */
    Transfer borrow(MessageKind newKind, ByteBuffer newPayload) {
        kind = newKind;
        payload = newPayload;
        redelivered = false;
        kept = null;
        written = 0;
        return this;
    }

    /** A message that nobody else holds. */
    Transfer own(Unacknowledged message) {
        kind = message.kind();
        payload = message.payload();
        redelivered = message.redelivered();
        kept = message;
        written = 0;
        return this;
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

    int written() {
        return written;
    }

    /** True when the whole message is written. */
    boolean advance(int byBytes) {
        written += byBytes;
        return written == payload.remaining();
    }

    void restart() {
        written = 0;
    }

    /** The message with a payload of its own. */
    Unacknowledged keep(UnaryOperator<ByteBuffer> copy) {
        if (kept == null) {
            kept = new Unacknowledged(kind, copy.apply(payload), redelivered);
        }
        return kept;
    }
}
