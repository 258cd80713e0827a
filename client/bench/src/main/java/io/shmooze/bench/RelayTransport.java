// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.WaitStrategy;
import io.shmooze.client.ClientBuilder;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.nats.NatsOptions;
import io.shmooze.nats.NatsRelay;
import io.shmooze.server.ServerBuilder;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Shmooze over NATS: each end has a session with a relay in its own process, and the two relays pass messages through a
 * server on this machine, which stores those in a file that the other end does not handle soon. All of them sleep
 * while they wait, because the server needs a processor, too.
 */
public final class RelayTransport implements Transport {
    private static final String CHANNEL = "bench";
    private static final Duration LONG = Duration.ofMinutes(1);

    /**
     * Creates one end.
     *
     * @param variant there is none
     */
    public RelayTransport(String variant) {
        // Every transport has a variant.
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) throws Exception {
        NatsServer.start(directory);
        Path far = directory.resolve("far");
        ListeningConnection listener = new ListeningConnection();
        listener.handler(handler);
        server(far).onMessage(listener).start();
        relay(directory).attach(relay -> relay.applyTo(client(far)).connect());
        ready.run();
        new CountDownLatch(1).await();
    }

    @Override
    public Connection connect(Path directory) throws Exception {
        Path near = directory.resolve("near");
        NatsRelay relay = relay(directory).place(near.toString())
                .serve(end -> end.applyTo(server(near)).start());
        Runtime.getRuntime().addShutdownHook(new Thread(relay::close));
        ListeningConnection connection = new ListeningConnection();
        connection.use(client(near).connectTimeout(LONG).onMessage(connection).connect());
        return connection;
    }

    private static ServerBuilder server(Path directory) {
        return ShmoozeServer.builder(CHANNEL).directory(directory).waitStrategy(WaitStrategy.BLOCKING);
    }

    private static ClientBuilder client(Path directory) {
        return ShmoozeClient.builder(CHANNEL).directory(directory).waitStrategy(WaitStrategy.BLOCKING);
    }

    private static NatsRelay.Builder relay(Path directory) throws Exception {
        return NatsRelay.builder(CHANNEL, NatsOptions.of(NatsServer.url(directory)));
    }
}
