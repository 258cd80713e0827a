// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;

/**
 * Messages over a stream socket, each after its length. One system call sends one message, and one receives all that
 * have arrived.
 */
final class SocketConnection implements Connection {
    private static final int HEADER = 4;
    private static final int CAPACITY = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(CAPACITY);
    private ByteBuffer in;
    /** The bytes of {@link #in} for the handler. */
    private ByteBuffer view;
    private Handler handler;

    SocketConnection(SocketChannel channel) {
        this.channel = channel;
        receiveInto(ByteBuffer.allocateDirect(CAPACITY).limit(0));
    }

    private void receiveInto(ByteBuffer buffer) {
        in = buffer;
        view = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void handler(Handler newHandler) {
        handler = newHandler;
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        out.clear().putInt(message.remaining());
        if (message.remaining() <= out.remaining()) {
            writeAll(out.put(message.duplicate()).flip());
        } else {
            writeAll(out.flip(), message.duplicate());
        }
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void writeAll(ByteBuffer header, ByteBuffer bytes) throws IOException {
        ByteBuffer[] both = {header, bytes};
        while (bytes.hasRemaining()) {
            channel.write(both);
        }
    }

    @Override
    public void await() throws IOException {
        do {
            require(HEADER);
            int length = in.getInt(in.position());
            require(HEADER + length);
            int begin = in.position() + HEADER;
            in.position(begin + length);
            ByteBuffer answer = handler.handle(view.limit(begin + length).position(begin));
            if (answer != null) {
                send(answer);
            }
        } while (!handler.done());
    }

    /** Reads until at least so many bytes have arrived. */
    private void require(int count) throws IOException {
        if (in.remaining() >= count) {
            return;
        }
        if (in.position() + count > in.capacity() || !in.hasRemaining()) {
            moveToFront(count);
        }
        int begin = in.position();
        in.position(in.limit()).limit(in.capacity());
        while (in.position() - begin < count) {
            if (channel.read(in) < 0) {
                throw new EOFException("The other end has closed the connection");
            }
        }
        in.limit(in.position()).position(begin);
    }

    private void moveToFront(int count) {
        if (count <= in.capacity()) {
            in.compact().flip();
        } else {
            receiveInto(ByteBuffer.allocateDirect(count + CAPACITY).put(in).flip());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
