// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import io.shmooze.Batch;
import io.shmooze.Session;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Both sides send numbers as fast as they can and add up what they receive, without an allocation for each. */
public final class TwoWayStream {
    private static final long COUNT = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Executor NEW_THREAD = task -> new Thread(task).start();

    private TwoWayStream() {
    }

    static long exchange(Session session, long count) {
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> sendNumbers(session, count), NEW_THREAD);
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        long[] sum = new long[1];
        for (long received = 0; received < count; ) {
            received += session.receive((from, message) -> {
                message.copyTo(number.clear());
                sum[0] += number.getLong(0);
            }, 100, PATIENCE);
        }
        sender.join();
        return sum[0];
    }

    static void sendNumbers(Session session, long count) {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
        try (Batch batch = session.batch()) {
            for (long i = 0; i < count; i++) {
                batch.send(number.putLong(0, i));
            }
        }
    }

    /** Runs both ends on two threads; returns the two sums. */
    static long[] run(Path directory, long count) {
        try (ShmoozeServer server = ShmoozeServer.builder("numbers").directory(directory).start();
                ShmoozeClient client = ShmoozeClient.builder("numbers").directory(directory).connect()) {
            Session session = server.accept(PATIENCE);
            CompletableFuture<Long> serverSum = CompletableFuture.supplyAsync(() -> exchange(session, count),
                    NEW_THREAD);
            return new long[] {exchange(client, count), serverSum.join()};
        }
    }

    /** The server's end, with one client. */
    private static AutoCloseable serve(Path directory) {
        ShmoozeServer server = ShmoozeServer.builder("numbers").directory(directory).start();
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                () -> System.out.println("server: " + exchange(server.accept(PATIENCE), COUNT)), NEW_THREAD);
        return () -> {
            end.join();
            server.close();
        };
    }

    /**
     * Runs the ends.
     *
     * @param arguments as {@link Ends} says
     * @throws Exception if an end fails
     */
    public static void main(String[] arguments) throws Exception {
        Ends.run(arguments, TwoWayStream::serve, directory -> {
            try (ShmoozeClient client = ShmoozeClient.builder("numbers").directory(directory).connect()) {
                System.out.println("client: " + exchange(client, COUNT));
            }
        });
    }
}
