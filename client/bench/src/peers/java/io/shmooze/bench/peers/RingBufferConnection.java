// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** A connection of two ring buffers, one for each direction. */
final class RingBufferConnection extends AgronaConnection implements MessageHandler {
    private static final int TYPE = 1;

    private final OneToOneRingBuffer in;
    private final OneToOneRingBuffer out;

    RingBufferConnection(OneToOneRingBuffer in, OneToOneRingBuffer out, IdleStrategy idle) {
        super(idle);
        this.in = in;
        this.out = out;
    }

    @Override
    boolean offer(DirectBuffer source, int offset, int length) {
        return out.write(TYPE, source, offset, length);
    }

    @Override
    boolean poll() {
        return in.read(this) > 0;
    }

    @Override
    public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
        handle(buffer, index, length);
    }

    @Override
    public void close() {
        // The memory goes with the process.
    }
}
