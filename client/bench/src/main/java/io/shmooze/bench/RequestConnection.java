// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** The asking end of NATS requests, one at a time. */
final class RequestConnection implements io.shmooze.bench.Connection {
    private final Connection nats;
    private CompletableFuture<Message> answer;
    private Handler handler;

    RequestConnection(Connection nats) {
        this.nats = nats;
    }

    @Override
    public void handler(Handler newHandler) {
        handler = newHandler;
    }

    @Override
    public void send(ByteBuffer message) {
        answer = nats.request(NatsTransport.TO_SERVER, StoredMessages.bytes(message));
    }

    @Override
    public void await() {
        do {
            ByteBuffer next = handler.handle(NatsTransport.payload(answer.join()));
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
