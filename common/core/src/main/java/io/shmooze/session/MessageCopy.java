// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Peer;
import io.shmooze.lane.LanePayload;
import io.shmooze.lane.UnacknowledgedMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import net.openhft.chronicle.bytes.Bytes;

/** A copy of a message, which owns its bytes. Immutable, and for any thread. */
public final class MessageCopy implements Message {
    private final MessageKind kind;
    private final byte[] bytes;
    private final boolean redelivered;
    private final Peer peer;

    public MessageCopy(MessageKind kind, byte[] bytes, boolean redelivered, Peer peer) {
        this.kind = kind;
        this.bytes = bytes;
        this.redelivered = redelivered;
        this.peer = peer;
    }

    static MessageCopy of(LanePayload payload, Peer peer) {
        return new MessageCopy(payload.kind(), payload.copy(), payload.redelivered(), peer);
    }

    static MessageCopy of(UnacknowledgedMessage message, Peer peer) {
        byte[] bytes = new byte[message.payload().remaining()];
        message.payload().get(message.payload().position(), bytes);
        return new MessageCopy(message.kind(), bytes, message.redelivered(), peer);
    }

    /**
     * Copies a message.
     *
     * @param message whose callback is running
     * @return the copy, which does not refer to the segment
     */
    public static MessageCopy of(Message message) {
        return new MessageCopy(message.kind(), message.toByteArray(), message.redelivered(), message.peer());
    }

    @Override
    public MessageKind kind() {
        return kind;
    }

    @Override
    public int length() {
        return bytes.length;
    }

    @Override
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public Bytes<?> bytes() {
        return BytesViews.of(bytes);
    }

    @Override
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void copyTo(ByteBuffer target) {
        target.put(bytes);
    }

    @Override
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean redelivered() {
        return redelivered;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public String toString() {
        return kind + " message of " + bytes.length + " bytes from " + peer;
    }
}
