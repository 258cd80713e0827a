// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import io.shmooze.client.ShmoozeClient;
import io.shmooze.nats.NatsOptions;
import io.shmooze.nats.NatsRoom;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A chat room of several machines, whose lines NATS carries. */
public final class RoomOfMachines {
    private RoomOfMachines() {
    }

    static NatsRoom enter(String url) {
        return NatsRoom.builder(NatsOptions.of(url), "lobby").history(50).start();
    }

    static ShmoozeServer serve(NatsRoom room, Path directory) {
        return ShmoozeServer.builder("lobby").directory(directory)
                .room().onMessage(room.room()).sessionListener(room.room())
                .start();
    }

    /**
     * Runs the room of this machine with one member.
     *
     * @param arguments the URL of NATS, and the directory of the channel
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[1]);
        CountDownLatch welcomed = new CountDownLatch(1);
        try (NatsRoom room = enter(arguments[0]); ShmoozeServer server = serve(room, directory);
                ShmoozeClient alice = ShmoozeClient.builder(server.channel()).directory(directory).name("alice")
                        .onMessage((session, message) -> {
                            System.out.println(message.text());
                            welcomed.countDown();
                        }).connect()) {
            alice.send("hello, everywhere");
            welcomed.await();
        }
    }
}
