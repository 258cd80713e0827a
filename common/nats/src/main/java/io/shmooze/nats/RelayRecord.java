// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import io.shmooze.DetachReason;
import io.shmooze.MessageKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What happens in a session, in the form in which it passes NATS. PROTOCOL.md has the bytes.
 *
 * @param type what happens
 * @param kind of the payload
 * @param redelivered whether an application may have seen it
 * @param more whether the payload goes on in the next record
 * @param number of a question and its answer, else 0
 * @param payload from its position to its limit
 */
record RelayRecord(Type type, MessageKind kind, boolean redelivered, boolean more, long number, ByteBuffer payload) {
    /** Bytes before the payload. */
    static final int HEADER_LENGTH = 16;
    private static final int REDELIVERED = 1;
    private static final int MORE = 2;
    private static final MessageKind[] KINDS = MessageKind.values();
    private static final Type[] TYPES = Type.values();

    /** What happens. The order is that of the numbers on the wire. */
    enum Type {
        /** A client has attached; the payload is its name. */
        OPEN,
        /** A message. */
        MESSAGE,
        /** A question. */
        QUESTION,
        /** Its answer. */
        ANSWER,
        /** There is no answer; the payload says why. */
        FAILURE,
        /** The session is over; the payload is the reason. */
        CLOSE
    }

    static RelayRecord of(Type type, String text) {
        return new RelayRecord(type, MessageKind.TEXT, false, false, 0,
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    static RelayRecord close(DetachReason reason) {
        return of(Type.CLOSE, reason.name());
    }

    /** Whether the local peer waits for its acknowledgement. */
    boolean isAcknowledged() {
        return !more && (type == Type.MESSAGE || type == Type.QUESTION);
    }

    RelayRecord part(int from, int length, boolean isMore) {
        return new RelayRecord(type, kind, redelivered, isMore, number, payload.slice(from, length));
    }

    String text() {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    void write(ByteBuffer to) {
        to.put((byte) type.ordinal()).put((byte) kind.ordinal())
                .put((byte) ((redelivered ? REDELIVERED : 0) | (more ? MORE : 0))).put((byte) 0)
                .putInt(payload.remaining()).putLong(number).put(payload.duplicate());
    }

    /** Reads the next one; its payload is a view. */
    static RelayRecord read(ByteBuffer from) {
        Type type = TYPES[from.get()];
        MessageKind kind = KINDS[from.get()];
        int flags = from.get();
        from.get();
        int length = from.getInt();
        long number = from.getLong();
        ByteBuffer payload = from.slice(from.position(), length);
        from.position(from.position() + length);
        return new RelayRecord(type, kind, (flags & REDELIVERED) != 0, (flags & MORE) != 0, number, payload);
    }
}
