// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import io.shmooze.Message;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.time.Duration;

/** A server that answers each message with the same text. */
public final class Echo {
    private Echo() {
    }

    static ShmoozeServer serve(Path directory) {
        return ShmoozeServer.builder("echo").directory(directory)
                .onMessage((session, message) -> session.send(message.text()))
                .start();
    }

    static String ask(Path directory, String text) {
        try (ShmoozeClient client = ShmoozeClient.builder("echo").directory(directory).connect()) {
            client.send(text);
            Message answer = client.receive(Duration.ofSeconds(60));
            return answer == null ? "no answer" : answer.text();
        }
    }

    /**
     * Runs the ends.
     *
     * @param arguments as {@link Ends} says
     * @throws Exception if an end fails
     */
    public static void main(String[] arguments) throws Exception {
        Ends.run(arguments, Echo::serve, directory -> System.out.println(ask(directory, "hello")));
    }
}
