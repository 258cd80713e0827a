// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import io.shmooze.Answer;
import io.shmooze.Message;
import io.shmooze.Question;
import io.shmooze.Session;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Questions and answers: at once or later, one or many at a time. */
public final class AskAndAnswer {
    private AskAndAnswer() {
    }

    static ShmoozeServer serve(Path directory, UnaryOperator<String> answer) {
        return ShmoozeServer.builder("answers").directory(directory)
                .onQuestion((session, question) -> Answer.of(answer.apply(question.text())))
                .start();
    }

    static ShmoozeServer serve(Path directory, UnaryOperator<String> answer, Executor workers) {
        return ShmoozeServer.builder("answers").directory(directory)
                .onQuestion((session, question) -> {
                    String text = question.text();
                    workers.execute(() -> answer(question, text, answer));
                    return Answer.later();
                })
                .start();
    }

    private static void answer(Question question, String text, UnaryOperator<String> answer) {
        String found;
        try {
            found = answer.apply(text);
        } catch (RuntimeException e) {
            question.fail(e.getMessage());
            return;
        }
        question.answer(found);
    }

    static ShmoozeClient connect(Path directory) {
        return ShmoozeClient.builder("answers").directory(directory).connect();
    }

    static String ask(Session session, String question) {
        return session.ask(question).orTimeout(60, TimeUnit.SECONDS).thenApply(Message::text).join();
    }

    static List<String> askAll(Session session, List<String> questions) {
        List<CompletableFuture<Message>> answers = questions.stream().map(question -> session.ask(question)).toList();
        return answers.stream().map(answer -> answer.join().text()).toList();
    }

    /**
     * Runs the ends.
     *
     * @param arguments as {@link Ends} says
     * @throws Exception if an end fails
     */
    public static void main(String[] arguments) throws Exception {
        Ends.run(arguments, directory -> serve(directory, question -> "The answer to " + question + " is 42"),
                directory -> {
                    try (ShmoozeClient client = connect(directory)) {
                        System.out.println(ask(client, "everything"));
                        askAll(client, List.of("the first", "the second")).forEach(System.out::println);
                    }
                });
    }
}
