// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import io.shmooze.Session;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A server that sends the same to all of its clients, and closes the sessions of clients that are too slow or send. */
public final class NewsBroadcast {
    private NewsBroadcast() {
    }

    static ShmoozeServer serve(Path directory) {
        return ShmoozeServer.builder("news").directory(directory)
                .onMessage((session, message) -> session.close())
                .start();
    }

    static void publish(ShmoozeServer server, String news) {
        for (Session slow : server.broadcast(news)) {
            slow.close();
        }
    }

    static ShmoozeClient follow(Path directory, Consumer<String> reader) {
        return ShmoozeClient.builder("news").directory(directory)
                .onMessage((session, message) -> reader.accept(message.text()))
                .connect();
    }

    /** Has news ten times in a second. */
    private static AutoCloseable serveNumbered(Path directory) {
        ShmoozeServer server = serve(directory);
        AtomicInteger number = new AtomicInteger();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        clock.scheduleAtFixedRate(() -> publish(server, "news " + number.incrementAndGet()), 0, 100,
                TimeUnit.MILLISECONDS);
        return () -> {
            clock.shutdown();
            server.close();
        };
    }

    private static void readThree(Path directory) throws InterruptedException {
        BlockingQueue<String> news = new LinkedBlockingQueue<>();
        try (ShmoozeClient client = follow(directory, news::add)) {
            for (int i = 0; i < 3; i++) {
                System.out.println(client.channel() + ": " + news.take());
            }
        }
    }

    /**
     * Runs the ends.
     *
     * @param arguments as {@link Ends} says
     * @throws Exception if an end fails
     */
    public static void main(String[] arguments) throws Exception {
        Ends.run(arguments, NewsBroadcast::serveNumbered, NewsBroadcast::readThree);
    }
}
