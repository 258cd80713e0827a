// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The baseline for the others: the asking end only copies each message within its own memory. */
public final class CopyTransport implements Transport {
    /**
     * Creates one end.
     *
     * @param variant ignored, because there is only one
     */
    public CopyTransport(String variant) {
        // There is only one variant.
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) throws InterruptedException {
        ready.run();
        new CountDownLatch(1).await();
    }

    @Override
    public Connection connect(Path directory) {
        return new CopyConnection();
    }

    /** Copies into two buffers in turn, as a publisher of frames does. */
    private static final class CopyConnection implements Connection {
        private final Responder responder = new Responder();
        private ByteBuffer target = ByteBuffer.allocateDirect(0);
        private ByteBuffer other = ByteBuffer.allocateDirect(0);
        private ByteBuffer answer;
        private Handler handler;

        @Override
        public void handler(Handler newHandler) {
            handler = newHandler;
        }

        @Override
        public void send(ByteBuffer message) {
            ByteBuffer next = other;
            other = target;
            target = next.capacity() >= message.remaining() ? next : room(message.remaining());
            target.clear().put(message.duplicate()).flip();
            answer = responder.handle(target);
        }

        private static ByteBuffer room(int length) {
            return ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void await() {
            do {
                ByteBuffer question = handler.handle(answer);
                if (question != null) {
                    send(question);
                }
            } while (!handler.done());
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
