// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import io.shmooze.Detachment;
import io.shmooze.Session;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * Questions and answers over plain messages: each begins with the question's number, so many questions can be open at
 * the same time.
 */
public final class AskAndAnswer implements AutoCloseable {
    private final Map<Long, CompletableFuture<String>> open = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final ShmoozeClient client;

    /** Attaches to the server of {@link #serve}. */
    AskAndAnswer(Path directory) {
        client = ShmoozeClient.builder("answers").directory(directory)
                .onMessage((session, message) -> answered(message.text()))
                .onDetached(this::serverIsGone)
                .connect();
    }

    static ShmoozeServer serve(Path directory, UnaryOperator<String> answer) {
        return ShmoozeServer.builder("answers").directory(directory)
                .onMessage((session, message) -> {
                    String[] question = message.text().split(" ", 2);
                    session.send(question[0] + " " + answer.apply(question[1]));
                })
                .start();
    }

    CompletableFuture<String> ask(String question) {
        long number = numbers.incrementAndGet();
        CompletableFuture<String> answer = new CompletableFuture<>();
        open.put(number, answer);
        client.send(number + " " + question);
        return answer;
    }

    private void answered(String text) {
        String[] answer = text.split(" ", 2);
        CompletableFuture<String> question = open.remove(Long.valueOf(answer[0]));
        if (question != null) {
            question.complete(answer[1]);
        }
    }

    private void serverIsGone(Session session, Detachment detachment) {
        open.values().forEach(question -> question.completeExceptionally(
                new IllegalStateException("The server is gone: " + detachment.reason())));
        open.clear();
    }

    @Override
    public void close() {
        client.close();
    }

    /**
     * Runs both ends.
     *
     * @param arguments the directory of the channel
     */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        try (ShmoozeServer server = serve(directory, question -> "The answer to " + question + " is 42");
                AskAndAnswer asker = new AskAndAnswer(directory)) {
            System.out.println(server.channel() + ": " + asker.ask("everything").join());
        }
    }
}
