// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.WaitStrategy;
import io.shmooze.call.Calls;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ServerBuilder;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Shmooze. A variant names mode, wait strategy and the segment's size, {@code poll-spinning-64K}, and may end in {@code
 * passes}: messages are then acknowledged pass by pass. The mode says whether the two ends poll or have a listener; if
 * it is {@code asking}, the serving end has one and the other end polls, because only a listener answers questions, and
 * the application's thread reads its answer itself only where there is none.
 */
public final class ShmoozeTransport implements Transport {
    /** Bytes of the bulk area of each direction. */
    static final int BULK_SIZE = 4 * 1024 * 1024;
    /** Bytes of the wide lane that each direction has then, if its lane in the segment is shorter. */
    static final int WIDE_LANE_SIZE = 256 * 1024;
    static final String PASSES = "-passes";
    static final String ASKING = "asking";

    static final String CHANNEL = "bench";
    private static final Duration LONG = Duration.ofDays(1);

    private final boolean serverPolls;
    private final boolean clientPolls;
    private final WaitStrategy strategy;
    private final int segmentSize;
    private final boolean acknowledgesPasses;

    /**
     * Creates one end.
     *
     * @param variant one of those above
     */
    public ShmoozeTransport(String variant) {
        String[] words = variant.split("-");
        serverPolls = words[0].equals("poll");
        clientPolls = serverPolls || words[0].equals(ASKING);
        strategy = WaitStrategy.valueOf(words[1].toUpperCase(Locale.ROOT));
        segmentSize = TransportVariant.bytes(words[2]);
        acknowledgesPasses = variant.endsWith(PASSES);
    }

    @Override
    public void serve(Path directory, Handler handler, Runnable ready) throws InterruptedException {
        ServerBuilder builder = ShmoozeServer.builder(CHANNEL).directory(directory).segmentSize(segmentSize)
                .bulkSize(BULK_SIZE).waitStrategy(strategy);
        if (acknowledgesPasses) {
            builder.acknowledgePasses();
        }
        if (!serverPolls) {
            ListeningConnection listener = new ListeningConnection();
            listener.handler(handler);
            Calls.serve(builder.onMessage(listener), Connection.Calculation.class,
                    (first, second, text) -> first + second + text.length()).onQuestion(listener);
        }
        try (ShmoozeServer server = builder.start()) {
            ready.run();
            while (serverPolls) {
                pollUntilClosed(server.accept(LONG), handler);
            }
            new CountDownLatch(1).await();
        }
    }

    private void pollUntilClosed(Session session, Handler handler) {
        PollingConnection connection = new PollingConnection(session, strategy, segmentSize);
        connection.handler(handler);
        try {
            connection.await();
        } catch (SessionClosedException e) {
            // The asking end has left; the next one may connect.
            connection.close();
        }
    }

    @Override
    public Connection connect(Path directory) {
        var builder = ShmoozeClient.builder(CHANNEL).directory(directory).waitStrategy(strategy)
                .reconnectTimeout(Duration.ZERO);
        if (acknowledgesPasses) {
            builder.acknowledgePasses();
        }
        if (clientPolls) {
            return new PollingConnection(builder.connect(), strategy, segmentSize);
        }
        ListeningConnection connection = new ListeningConnection();
        connection.use(builder.onMessage(connection).connect());
        return connection;
    }
}
