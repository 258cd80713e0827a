// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The same bytes as an NIO buffer and as a buffer of Agrona. The last view is kept for a buffer that is used again. */
final class BufferViews {
    private final UnsafeBuffer source = new UnsafeBuffer(0, 0);
    private ByteBuffer lastSource;
    private DirectBuffer lastArrival;
    private ByteBuffer arrival;

    /** A view of the whole buffer, in which the message begins at its position. */
    DirectBuffer source(ByteBuffer message) {
        if (message != lastSource) {
            source.wrap(message, 0, message.capacity());
            lastSource = message;
        }
        return source;
    }

    ByteBuffer arrival(DirectBuffer buffer, int offset, int length) {
        if (buffer != lastArrival) {
            ByteBuffer bytes = buffer.byteBuffer();
            arrival = (bytes == null ? ByteBuffer.wrap(buffer.byteArray()) : bytes.duplicate())
                    .order(ByteOrder.LITTLE_ENDIAN);
            lastArrival = buffer;
        }
        int begin = buffer.wrapAdjustment() + offset;
        return arrival.limit(begin + length).position(begin);
    }
}
