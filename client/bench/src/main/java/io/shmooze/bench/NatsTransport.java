// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.PushSubscribeOptions;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.shmooze.nats.NatsOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * NATS itself, through a server on this machine: {@code request}, which stores nothing and has an answer for each
 * message, or {@code jetstream}, whose server stores each message in a file until the other end has acknowledged it.
 */
public final class NatsTransport implements Transport {
    static final String REQUEST = "request";
    static final String JETSTREAM = "jetstream";
    static final String TO_SERVER = "bench.to-server";
    static final String TO_CLIENT = "bench.to-client";

    private static final long MAX_BYTES = 64 << 20;

    private final boolean stores;

    /**
     * Creates one end.
     *
     * @param variant one of those above
     */
    public NatsTransport(String variant) {
        stores = variant.equals(JETSTREAM);
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) throws Exception {
        NatsServer.start(directory);
        // Until the process ends.
        Connection nats = NatsOptions.of(NatsServer.url(directory)).connect();
        if (stores) {
            nats.jetStreamManagement().addStream(StreamConfiguration.builder().name("bench").subjects("bench.*")
                    .storageType(StorageType.File).retentionPolicy(RetentionPolicy.WorkQueue).maxBytes(MAX_BYTES)
                    .discardPolicy(DiscardPolicy.New).build());
            StoredMessages answers = new StoredMessages(nats, TO_CLIENT);
            subscribe(nats, TO_SERVER, message -> {
                ByteBuffer answer = handler.handle(payload(message));
                if (answer != null) {
                    answers.publish(answer);
                }
            });
        } else {
            nats.createDispatcher(message -> nats.publish(message.getReplyTo(),
                    StoredMessages.bytes(handler.handle(payload(message))))).subscribe(TO_SERVER);
        }
        ready.run();
        new CountDownLatch(1).await();
    }

    @Override
    public io.shmooze.bench.Connection connect(Path directory) throws Exception {
        Connection nats = NatsOptions.of(NatsServer.url(directory)).connect();
        return stores ? new JetStreamConnection(nats) : new RequestConnection(nats);
    }

    /** Each message is acknowledged when the handler has returned. */
    static void subscribe(Connection nats, String subject, MessageHandler handler) throws Exception {
        JetStream stream = nats.jetStream();
        stream.subscribe(subject, nats.createDispatcher(), handler, true,
                PushSubscribeOptions.builder().stream("bench").build());
    }

    static ByteBuffer payload(Message message) {
        return ByteBuffer.wrap(message.getData()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
