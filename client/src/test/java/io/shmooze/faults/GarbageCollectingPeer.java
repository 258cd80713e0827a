// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.MessageListener;
import io.shmooze.client.Partner;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Scanner;

/** A server or a client that echoes every message, and whose garbage collections take long. */
final class GarbageCollectingPeer {
    private static final int NODES_PER_MEGABYTE = 1 << 15;

    private GarbageCollectingPeer() {
    }

    /** A linked list takes the collector long, because only one thread can follow it. */
    private record Node(Node next, long payload) {
    }

    /** The arguments are the directory, the role and the megabytes to fill. Each line of the input collects once. */
    public static void main(String[] arguments) {
        Node list = null;
        for (long i = 0; i < Long.parseLong(arguments[2]) * NODES_PER_MEGABYTE; i++) {
            list = new Node(list, i);
        }
        MessageListener echo = (session, message) -> session.send(message.text());
        Path directory = Path.of(arguments[0]);
        AutoCloseable open = arguments[1].equals("server")
                ? ShmoozeServer.builder(Partner.CHANNEL).directory(directory).onMessage(echo).start()
                : ShmoozeClient.builder(Partner.CHANNEL).directory(directory).onMessage(echo)
                        .reconnectTimeout(Duration.ZERO).connect();
        System.out.println("ready");
        Scanner input = new Scanner(System.in);
        while (input.hasNextLine()) {
            input.nextLine();
            System.gc();
            System.out.println("collected " + open.hashCode() + " " + list.payload());
        }
    }
}
