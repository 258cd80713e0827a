// SPDX-License-Identifier: Apache-2.0
package io.shmooze.call;

import io.shmooze.Message;
import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;

/**
 * The bytes of one message, which is written or has been read; owns their memory, which grows, and is given up after
 * a long message. Used by one thread at a time.
 */
final class CallBuffer {
    private static final int FIRST_LENGTH = 512;
    private static final int KEPT_LENGTH = 64 * 1024;

    private Bytes<byte[]> bytes = allocate();
    private ByteBuffer view = ByteBuffer.wrap(bytes.underlyingObject());

    /** Without Chronicle's check, because one thread after the other uses it: a lock or a volatile word is between. */
    private static Bytes<byte[]> allocate() {
        Bytes<byte[]> allocated = Bytes.allocateElasticOnHeap(FIRST_LENGTH);
        allocated.singleThreadedCheckDisabled(true);
        return allocated;
    }

    /** Empty, to be written. */
    Bytes<?> begin() {
        if (view.capacity() > KEPT_LENGTH) {
            bytes = allocate();
        }
        bytes.clear();
        return bytes;
    }

    /** What has been written; valid until it is begun again. */
    ByteBuffer written() {
        return view().limit((int) bytes.writePosition());
    }

    /** A copy of the payload, so that the other side cannot change it any more. */
    Bytes<?> copy(Message message) {
        begin();
        int length = message.length();
        bytes.ensureCapacity(length);
        message.copyTo(view());
        bytes.writePosition(length);
        return bytes;
    }

    /** What has been copied or written, from its beginning. */
    Bytes<?> bytes() {
        return bytes;
    }

    private ByteBuffer view() {
        byte[] array = bytes.underlyingObject();
        if (view.array() != array) {
            view = ByteBuffer.wrap(array);
        }
        return view.clear();
    }
}
