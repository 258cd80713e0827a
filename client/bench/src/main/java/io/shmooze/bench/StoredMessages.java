// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.api.PublishAck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Publishes to JetStream, many messages ahead of what the server has stored. For one thread. */
final class StoredMessages {
    private static final int AHEAD = 512;

    private final JetStream stream;
    private final String subject;
    private final Deque<CompletableFuture<PublishAck>> pending = new ArrayDeque<>();

    StoredMessages(Connection nats, String subject) throws IOException {
        this.stream = nats.jetStream();
        this.subject = subject;
    }

    void publish(ByteBuffer message) {
        if (pending.size() == AHEAD) {
            pending.remove().join();
        }
        pending.add(stream.publishAsync(subject, bytes(message)));
    }

    static byte[] bytes(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(message.position(), bytes);
        return bytes;
    }
}
