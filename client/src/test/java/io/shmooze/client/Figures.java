// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.WaitStrategy;
import io.shmooze.server.ServerBuilder;
import io.shmooze.server.ShmoozeServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/**
 * Measures a 64-byte round trip and one-way throughput between two JVMs, answering from a listener and from a polling
 * loop, interleaved in rounds. The README says how to run it.
 */
public final class Figures {
    private static final int ROUNDS = 3;
    private static final int LENGTH = 64;
    private static final int WARM_UP = 50_000;
    private static final int TRIPS = 200_000;
    private static final int ONE_WAY = 2_000_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Figures() {
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            measure(args[0].equals("poll"), WaitStrategy.valueOf(args[1]), args[2], Path.of(args[3]));
            return;
        }
        Path directory = Files.createTempDirectory("shmooze-figures");
        System.out.println("mode    wait      segment   round trip p50     p99   p99.9 ns   one way M msg/s");
        for (int round = 0; round < ROUNDS; round++) {
            for (String mode : new String[] {"listen", "poll"}) {
                for (WaitStrategy strategy : new WaitStrategy[] {WaitStrategy.ADAPTIVE, WaitStrategy.SPINNING}) {
                    serve(mode, strategy, 1024, directory);
                    serve(mode, strategy, 1024 * 1024, directory);
                }
            }
        }
        Files.delete(directory.resolve("figures.lock"));
        Files.delete(directory);
    }

    /** This process: answers binary messages, swallows text. */
    private static void serve(String mode, WaitStrategy strategy, int segmentSize, Path directory)
            throws IOException, InterruptedException {
        MessageListener answer = (session, message) -> {
            if (message.kind() == MessageKind.BINARY) {
                session.send(MessageKind.BINARY, message.buffer());
            }
        };
        ServerBuilder builder = ShmoozeServer.builder("figures").directory(directory).segmentSize(segmentSize)
                .waitStrategy(strategy);
        if (mode.equals("listen")) {
            builder.onMessage(answer);
        }
        try (ShmoozeServer server = builder.start()) {
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process client = new ProcessBuilder(java, "-cp",
                    System.getProperty("java.class.path"), Figures.class.getName(), mode, strategy.name(),
                    String.valueOf(segmentSize), directory.toString()).inheritIO().start();
            if (mode.equals("poll")) {
                pollUntilClosed(server.accept(TIMEOUT), answer);
            }
            client.waitFor();
        }
    }

    private static void pollUntilClosed(Session session, MessageListener answer) {
        try {
            while (true) {
                if (session.poll(answer) == 0) {
                    Thread.onSpinWait();
                }
            }
        } catch (SessionClosedException e) {
            // The client has finished.
            return;
        }
    }

    /** The second process: asks. */
    private static void measure(boolean poll, WaitStrategy strategy, String segmentSize, Path directory) {
        Semaphore answers = new Semaphore(0);
        ClientBuilder builder = ShmoozeClient.builder("figures").directory(directory).waitStrategy(strategy);
        ByteBuffer payload = ByteBuffer.allocate(LENGTH);
        RoundTrips trips = new RoundTrips(TRIPS, WARM_UP);
        if (!poll) {
            builder.onMessage((session, message) -> {
                if (trips.answered()) {
                    trips.asked();
                    session.send(MessageKind.BINARY, payload);
                } else {
                    answers.release();
                }
            });
        }
        try (ShmoozeClient client = builder.connect()) {
            boolean more = true;
            while (more) {
                trips.asked();
                client.send(MessageKind.BINARY, payload);
                if (poll) {
                    while (client.poll((session, message) -> { }) == 0) {
                        Thread.onSpinWait();
                    }
                    more = trips.answered();
                } else {
                    answers.acquireUninterruptibly();
                    more = false;
                }
            }
            double oneWay = Math.max(oneWay(client, payload), oneWay(client, payload));
            System.out.printf("%-7s %-9s %7s %16d %7d %10d %16.2f%n", poll ? "poll" : "listen", strategy, segmentSize,
                    trips.percentile(50), trips.percentile(99), trips.percentile(99.9), oneWay);
        }
    }

    private static double oneWay(ShmoozeClient client, ByteBuffer payload) {
        long beganNs = System.nanoTime();
        for (int i = 0; i < ONE_WAY; i++) {
            client.send(MessageKind.TEXT, payload);
        }
        client.flush(TIMEOUT);
        return ONE_WAY * 1e3 / (System.nanoTime() - beganNs);
    }

    /** Every round trip's time. */
    private static final class RoundTrips {
        private final long[] timesNs;
        private int count;
        private long askedNs;

        RoundTrips(int number, int warmUp) {
            timesNs = new long[number];
            count = -warmUp;
        }

        void asked() {
            askedNs = System.nanoTime();
        }

        /** True if there are more to come. */
        boolean answered() {
            long tookNs = System.nanoTime() - askedNs;
            if (count >= 0) {
                timesNs[count] = tookNs;
            }
            if (++count < timesNs.length) {
                return true;
            }
            Arrays.sort(timesNs);
            return false;
        }

        long percentile(double percent) {
            return timesNs[(int) (timesNs.length * percent / 100)];
        }
    }
}
