// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench.peers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A connection through a socket of ZeroMQ. */
final class ZeroMqConnection extends PolledConnection {
    private final ZContext context;
    private final ZMQ.Socket socket;
    private final int flags;

    ZeroMqConnection(ZContext context, ZMQ.Socket socket, boolean spinning) {
        this.context = context;
        this.socket = socket;
        this.flags = spinning ? ZMQ.DONTWAIT : 0;
    }

    @Override
    public void send(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(message.position(), bytes);
        socket.send(bytes);
    }

    @Override
    boolean poll() {
        byte[] message = socket.recv(flags);
        if (message == null) {
            return false;
        }
        ByteBuffer answer = handler().handle(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN));
        if (answer != null) {
            send(answer);
        }
        return true;
    }

    @Override
    void idle() {
        Thread.onSpinWait();
    }

    @Override
    void busy() {
        // There is nothing to reset.
    }

    @Override
    public void close() {
        context.close();
    }
}
