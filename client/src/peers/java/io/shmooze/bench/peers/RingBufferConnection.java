// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/** Two rings, one for each direction. */
final class RingBufferConnection extends Polled implements MessageHandler {
    private static final int TYPE = 1;

    private final OneToOneRingBuffer in;
    private final OneToOneRingBuffer out;
    private final IdleStrategy idle;
    private final Views views = new Views();

    RingBufferConnection(OneToOneRingBuffer in, OneToOneRingBuffer out, IdleStrategy idle) {
        this.in = in;
        this.out = out;
        this.idle = idle;
    }

    @Override
    public void send(ByteBuffer message) {
        while (!out.write(TYPE, views.source(message), message.position(), message.remaining())) {
            idle.idle();
        }
        idle.reset();
    }

    @Override
    boolean poll() {
        return in.read(this) > 0;
    }

    @Override
    public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
        ByteBuffer answer = handler().handle(views.arrival(buffer, index, length));
        if (answer != null) {
            send(answer);
        }
    }

    @Override
    void idle() {
        idle.idle();
    }

    @Override
    void busy() {
        idle.reset();
    }

    @Override
    public void close() {
        // The memory goes with the process.
    }
}
