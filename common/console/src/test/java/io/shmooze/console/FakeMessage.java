// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Peer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.openhft.chronicle.bytes.Bytes;

/**
 * A message without a session.
 *
 * @param peer its sender
 * @param kind its kind
 * @param payload its bytes
 */
record FakeMessage(Peer peer, MessageKind kind, byte[] payload) implements Message {
    FakeMessage(Peer peer, String text) {
        this(peer, MessageKind.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public int length() {
        return payload.length;
    }

    @Override
    public Bytes<?> bytes() {
        throw new UnsupportedOperationException("The console must not load Chronicle Bytes");
    }

    @Override
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(toByteArray()).asReadOnlyBuffer();
    }

    @Override
    public void copyTo(ByteBuffer target) {
        target.put(toByteArray());
    }

    @Override
    public byte[] toByteArray() {
        return payload.clone();
    }

    @Override
    public boolean redelivered() {
        return false;
    }
}
