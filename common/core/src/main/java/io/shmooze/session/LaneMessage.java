// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Peer;
import io.shmooze.lane.LanePayload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.openhft.chronicle.bytes.Bytes;

/**
 * The message that a callback reads in place. Owns whether the callback is running, and the view that it asked for. One
 * object serves all messages of an attachment, one after the other; only the callback's thread uses it.
 */
final class LaneMessage implements Message {
    private final LanePayload payload;
    private final Peer peer;
    private Bytes<?> view;
    private boolean valid;

    LaneMessage(LanePayload payload, Peer peer) {
        this.payload = payload;
        this.peer = peer;
    }

    void open() {
        valid = true;
    }

    void close() {
        valid = false;
        if (view != null) {
            BytesViews.release(view);
            view = null;
        }
    }

    private LanePayload valid() {
        if (!valid) {
            throw new IllegalStateException("The message was used after its callback: keep text() instead");
        }
        return payload;
    }

    @Override
    public MessageKind kind() {
        return valid().kind();
    }

    @Override
    public int length() {
        return valid().length();
    }

    @Override
    public String text() {
        return new String(valid().copy(), StandardCharsets.UTF_8);
    }

    @Override
    public Bytes<?> bytes() {
        if (view == null) {
            view = BytesViews.of(valid());
        }
        return view;
    }

    @Override
    public ByteBuffer buffer() {
        return valid().view();
    }

    @Override
    public byte[] toByteArray() {
        return valid().copy();
    }

    @Override
    public void copyTo(ByteBuffer target) {
        valid().copyTo(target);
    }

    @Override
    public boolean redelivered() {
        return valid().redelivered();
    }

    @Override
    public Peer peer() {
        valid();
        return peer;
    }
}
