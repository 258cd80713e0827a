// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import io.shmooze.Session;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
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

    /**
     * Runs a server and two clients.
     *
     * @param arguments the directory of the channel
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        CountDownLatch heard = new CountDownLatch(2);
        Consumer<String> reader = news -> {
            System.out.println(news);
            heard.countDown();
        };
        try (ShmoozeServer server = serve(directory);
                ShmoozeClient first = follow(directory, reader);
                ShmoozeClient second = follow(directory, reader)) {
            while (server.sessions().size() < 2) {
                Thread.onSpinWait();
            }
            publish(server, "news for " + first.channel() + " and " + second.channel());
            heard.await();
        }
    }
}
