// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Peer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.openhft.chronicle.bytes.Bytes;

/**
 * A message from nowhere.
 *
 * @param peer who is said to have sent it
 * @param text what it says
 */
record FakeMessage(Peer peer, String text) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.TEXT;
    }

    @Override
    public int length() {
        return toByteArray().length;
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
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean redelivered() {
        return false;
    }
}
