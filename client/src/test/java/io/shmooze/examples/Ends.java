// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Runs an example. Its first argument is the directory of the channel. With {@code server} or {@code client} as its
 * second one, it is that end, and a server runs until the end of its standard input. Otherwise it is both.
 */
final class Ends {
    private Ends() {
    }

    /** Starts the server's end. */
    interface Server {
        AutoCloseable start(Path directory) throws Exception;
    }

    /** All that the client's end does. */
    interface Client {
        void run(Path directory) throws Exception;
    }

    static void run(String[] arguments, Server server, Client client) throws Exception {
        Path directory = Path.of(arguments[0]);
        String end = arguments.length < 2 ? "both" : arguments[1];
        if (end.equals("client")) {
            client.run(directory);
            return;
        }
        AutoCloseable running = server.start(directory);
        try {
            if (end.equals("server")) {
                System.out.println("ready");
                System.in.transferTo(OutputStream.nullOutputStream());
            } else {
                client.run(directory);
            }
        } finally {
            running.close();
        }
    }
}
