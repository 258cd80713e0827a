// SPDX-License-Identifier: Apache-2.0
package io.shmooze;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.openhft.chronicle.bytes.Bytes;

/**
 * What a {@link QuestionListener} returns: the answer, or that it comes later. Does not copy the bytes; the session
 * does, before it goes on to the next message. After that, they may be changed. For any thread.
 */
public final class Answer {
    private static final Answer LATER = new Answer(null, null);

    private final MessageKind kind;
    private final ByteBuffer payload;

    private Answer(MessageKind kind, ByteBuffer payload) {
        this.kind = kind;
        this.payload = payload;
    }

    /**
     * An answer with text.
     *
     * @param text any text without unpaired surrogates
     * @return the answer
     * @throws UsageException if a surrogate is unpaired, because UTF-8 cannot carry it
     */
    public static Answer of(String text) {
        return new Answer(MessageKind.TEXT, Payloads.encode(text));
    }

    /**
     * An answer with a whole array.
     *
     * @param bytes not to be changed until it is sent
     * @return the answer
     */
    public static Answer of(byte[] bytes) {
        return new Answer(MessageKind.BINARY, ByteBuffer.wrap(bytes));
    }

    /**
     * An answer with a buffer's remaining bytes.
     *
     * @param bytes from its position to its limit, which stay; not to be changed until it is sent
     * @return the answer
     */
    public static Answer of(ByteBuffer bytes) {
        return new Answer(MessageKind.BINARY, bytes);
    }

    /**
     * An answer with Chronicle bytes.
     *
     * @param bytes from its read position to its read limit, which stay
     * @return the answer
     */
    public static Answer of(Bytes<?> bytes) {
        return new Answer(MessageKind.BINARY, Payloads.copy(bytes));
    }

    /**
     * An answer with a buffer's remaining bytes.
     *
     * @param kind TEXT or BINARY; the question fails with another one
     * @param bytes from its position to its limit, which stay; not to be changed until it is sent
     * @return the answer
     */
    public static Answer of(MessageKind kind, ByteBuffer bytes) {
        return new Answer(kind, bytes);
    }

    /**
     * The answer comes later, by {@link Question#answer(String)} or {@link Question#fail}.
     *
     * @return no answer yet
     */
    public static Answer later() {
        return LATER;
    }

    /**
     * What the bytes are.
     *
     * @return TEXT or BINARY; null for {@link #later}
     */
    public MessageKind kind() {
        return kind;
    }

    /**
     * The bytes, not copied.
     *
     * @return a view from its position to its limit, little-endian; null for {@link #later}
     */
    public ByteBuffer payload() {
        return payload == null ? null : payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
}
