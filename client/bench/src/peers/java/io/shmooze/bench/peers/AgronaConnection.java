// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/** Sends and waits by an idle strategy of Agrona. */
abstract class AgronaConnection extends PolledConnection {
    private final IdleStrategy idle;
    private final BufferViews views = new BufferViews();

    AgronaConnection(IdleStrategy idle) {
        this.idle = idle;
    }

    /** Never blocks; returns false if there is no room. */
    abstract boolean offer(DirectBuffer source, int offset, int length);

    @Override
    public final void send(ByteBuffer message) {
        DirectBuffer source = views.source(message);
        while (!offer(source, message.position(), message.remaining())) {
            idle.idle();
        }
        idle.reset();
    }

    final void handle(DirectBuffer buffer, int offset, int length) {
        ByteBuffer answer = handler().handle(views.arrival(buffer, offset, length));
        if (answer != null) {
            send(answer);
        }
    }

    @Override
    final void idle() {
        idle.idle();
    }

    @Override
    final void busy() {
        idle.reset();
    }
}
