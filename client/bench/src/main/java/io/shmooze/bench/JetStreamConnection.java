// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.nats.client.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The asking end of JetStream. */
final class JetStreamConnection implements io.shmooze.bench.Connection {
    private static final int MOST = 1024;

    private final Connection nats;
    private final StoredMessages questions;
    private final BlockingQueue<ByteBuffer> answers = new ArrayBlockingQueue<>(MOST);
    private Handler handler;

    JetStreamConnection(Connection nats) throws Exception {
        this.nats = nats;
        this.questions = new StoredMessages(nats, NatsTransport.TO_SERVER);
        NatsTransport.subscribe(nats, NatsTransport.TO_CLIENT, message -> answers.put(NatsTransport.payload(message)));
    }

    @Override
    public void handler(Handler newHandler) {
        handler = newHandler;
    }

    @Override
    public void send(ByteBuffer message) {
        questions.publish(message);
    }

    @Override
    public void await() throws InterruptedException {
        do {
            ByteBuffer next = handler.handle(answers.take());
            if (next != null) {
                send(next);
            }
        } while (!handler.done());
    }

    @Override
    public void close() throws IOException {
        try {
            nats.close();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
