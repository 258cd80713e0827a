// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Answer;
import io.shmooze.DetachReason;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.PeerGoneException;
import io.shmooze.Question;
import io.shmooze.QuestionFailedException;
import io.shmooze.Session;
import io.shmooze.TooManyQuestionsException;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions between a client and a server in one process. */
@Timeout(120)
class QuestionTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();

    private final BlockingQueue<Question> later = new LinkedBlockingQueue<>();

    private ShmoozeClient connectToEcho() {
        sessions.start(sessions.server().onQuestion((session, question) ->
                question.kind() == MessageKind.TEXT ? Answer.of("re: " + question.text())
                        : Answer.of(question.toByteArray())));
        return sessions.connect(sessions.client());
    }

    private ShmoozeClient connectToSilence() {
        sessions.start(sessions.server().onQuestion((session, question) -> {
            later.add(question);
            return Answer.later();
        }));
        return sessions.connect(sessions.client());
    }

    @Test
    void shouldAnswerText() throws Exception {
        Message answer = connectToEcho().ask("how are you?").get();
        assertThat(answer.kind()).isEqualTo(MessageKind.TEXT);
        assertThat(answer.text()).isEqualTo("re: how are you?");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 5_000, 300_000, 3_000_000})
    void shouldAnswerBytesOfAnyLength(int length) throws Exception {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 256);
        }
        Message answer = connectToEcho().ask(ByteBuffer.wrap(bytes)).get();
        assertThat(answer.kind()).isEqualTo(MessageKind.BINARY);
        assertThat(answer.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void shouldAnswerManyQuestionsInFlightEachWithItsOwnAnswer() throws Exception {
        ShmoozeClient client = connectToEcho();
        List<CompletableFuture<Message>> futures = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            futures.add(client.ask("question " + i));
        }
        for (int i = 0; i < futures.size(); i++) {
            assertThat(futures.get(i).get().text()).isEqualTo("re: question " + i);
        }
        assertThat(client.statistics().questionsInFlight()).isZero();
    }

    @Test
    void shouldWaitInAFutureThatIsDerivedFromAnother() throws Exception {
        assertThat(connectToEcho().ask("a").thenApply(Message::text).thenApply(String::length).get()).isEqualTo(5);
    }

    @Test
    void shouldFailWithTheTextOfAListenerThatThrows() throws Exception {
        List<Throwable> errors = new ArrayList<>();
        sessions.start(sessions.server().onError((session, error) -> errors.add(error))
                .onQuestion((session, question) -> {
                    throw new IllegalArgumentException("no such symbol");
                }));
        CompletableFuture<Message> future = sessions.connect(sessions.client()).ask("?");
        assertThatThrownBy(future::get).cause().isExactlyInstanceOf(QuestionFailedException.class)
                .hasMessage("no such symbol");
        assertThat(errors).singleElement().isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAnswerLaterFromAnotherThreadOnce() throws Exception {
        ShmoozeClient client = connectToSilence();
        CompletableFuture<Message> first = client.ask("first");
        CompletableFuture<Message> second = client.ask("second");
        Question firstQuestion = later.take();
        later.take().fail("not today");
        assertThatThrownBy(second::get).hasCauseInstanceOf(QuestionFailedException.class)
                .hasMessageContaining("not today");
        assertThat(first).isNotDone();
        firstQuestion.answer("done");
        assertThat(first.get().text()).isEqualTo("done");
        assertThatThrownBy(() -> firstQuestion.answer("again")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(firstQuestion::text).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseAnAnswerOfAKindThatThePeerWouldTakeForAViolation() throws Exception {
        sessions.start(sessions.server().onError((session, error) -> { }).onQuestion((session, question) ->
                question.text().isEmpty() ? Answer.of("next") : Answer.of(MessageKind.FILE, question.buffer())));
        ShmoozeClient client = sessions.connect(sessions.client());
        assertThatThrownBy(client.ask("?")::get).hasCauseInstanceOf(QuestionFailedException.class)
                .hasMessageContaining("cannot be of kind FILE");
        assertThat(client.ask("").get().text()).isEqualTo("next");
    }

    @Test
    void shouldSayThatNobodyAnswersHere() throws Exception {
        sessions.start(sessions.server().onMessage((session, message) -> { }));
        CompletableFuture<Message> future = sessions.connect(sessions.client()).ask("?");
        assertThatThrownBy(future::get).hasCauseInstanceOf(QuestionFailedException.class);
    }

    @Test
    void shouldDropAndCountAnAnswerThatComesAfterATimeout() throws Exception {
        ShmoozeClient client = connectToSilence();
        CompletableFuture<Message> future = client.ask("?").orTimeout(1, TimeUnit.MILLISECONDS);
        assertThatThrownBy(future::get).hasCauseInstanceOf(TimeoutException.class);
        assertThat(client.statistics().questionsInFlight()).isZero();
        CompletableFuture<Message> cancelled = client.ask("?");
        cancelled.cancel(false);
        later.take().answer("too late");
        later.take().answer("too late");
        CompletableFuture<Message> next = client.ask("next");
        later.take().answer("in time");
        assertThat(next.get().text()).isEqualTo("in time");
        assertThat(client.statistics().answersDropped()).isEqualTo(2);
    }

    @Test
    void shouldLimitTheQuestionsInFlight() throws Exception {
        sessions.start(sessions.server().onQuestion((session, question) -> {
            later.add(question);
            return Answer.later();
        }));
        ShmoozeClient client = sessions.connect(sessions.client().maxQuestions(2));
        CompletableFuture<Message> first = client.ask("1");
        client.ask("2");
        assertThatThrownBy(() -> client.ask("3")).isInstanceOf(TooManyQuestionsException.class)
                .hasMessageContaining("2 questions");
        later.take().answer("1");
        first.get();
        client.ask("4");
    }

    @Test
    void shouldAskBothWays() throws Exception {
        AtomicReference<Session> atServer = new AtomicReference<>();
        sessions.start(sessions.server().onAttached(atServer::set)
                .onQuestion((session, question) -> Answer.of("server " + question.text())));
        ShmoozeClient client = sessions.connect(
                sessions.client().onQuestion((session, question) -> Answer.of("client " + question.text())));
        assertThat(client.ask("a").get().text()).isEqualTo("server a");
        assertThat(atServer.get().ask("b").get(60, TimeUnit.SECONDS).text()).isEqualTo("client b");
    }

    @Test
    void shouldRefuseToWaitInACallbackAndCompleteTheFutureLater() throws Exception {
        BlockingQueue<Object> results = new LinkedBlockingQueue<>();
        sessions.start(sessions.server().onQuestion((session, question) -> Answer.of("answer"))
                .onMessage((session, message) -> session.send("go")));
        ShmoozeClient client = sessions.connect(sessions.client().onMessage((session, message) -> {
            CompletableFuture<Message> future = session.ask("?");
            try {
                future.thenApply(Message::text).join();
            } catch (IllegalStateException e) {
                results.add(e);
            }
            future.thenAccept(answer -> results.add(answer.text()));
        }));
        client.send("start");
        assertThat(results.take()).isInstanceOf(IllegalStateException.class);
        assertThat(results.take()).isEqualTo("answer");
    }

    @Test
    void shouldKeepMessagesThatComeBeforeTheAnswer() throws Exception {
        sessions.start(sessions.server().onMessage((session, message) -> { }).onQuestion((session, question) -> {
            session.send("one");
            session.send("two");
            return Answer.of("answer");
        }));
        ShmoozeClient client = sessions.connect(sessions.client());
        assertThat(client.ask("?").get().text()).isEqualTo("answer");
        assertThat(client.receive(Sessions.LONG).text()).isEqualTo("one");
        assertThat(client.receive(Sessions.LONG).text()).isEqualTo("two");
    }

    @Test
    void shouldKeepTheOrderOfQuestionsAndMessages() throws Exception {
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        sessions.start(sessions.server().onMessage((session, message) -> order.add(message.text()))
                .onQuestion((session, question) -> {
                    order.add(question.text());
                    return Answer.of("");
                }));
        ShmoozeClient client = sessions.connect(sessions.client());
        for (int i = 0; i < 1000; i += 2) {
            client.ask("" + i);
            client.send("" + (i + 1));
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(order.take()).isEqualTo("" + i);
        }
    }

    @Test
    void shouldLetSeveralThreadsWaitForTheirOwnAnswers() throws Exception {
        ShmoozeClient client = connectToEcho();
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            String name = "thread " + thread + " question ";
            tasks.add(Task.call(() -> {
                int right = 0;
                for (int i = 0; i < 2_000; i++) {
                    right += client.ask(name + i).get().text().equals("re: " + name + i) ? 1 : 0;
                }
                return right;
            }));
        }
        for (Task<Integer> task : tasks) {
            assertThat(task.result()).isEqualTo(2_000);
        }
    }

    @Test
    void shouldEndAQuestionWhenTheServerCloses() throws Exception {
        ShmoozeClient client = connectToSilence();
        CompletableFuture<Message> future = client.ask("?");
        Task<Object> waiting = Task.call(() -> {
            try {
                return future.get();
            } catch (ExecutionException e) {
                return e.getCause();
            }
        });
        later.take();
        sessions.closeServers();
        Object result = waiting.result();
        assertThat(result).isInstanceOf(PeerGoneException.class);
        assertThat(((PeerGoneException) result).reason()).isEqualTo(DetachReason.CLOSED_BY_PEER);
    }

    @Test
    void shouldSendWhenAnAnswerIsFoundAfterTheEndOfItsServer() throws Exception {
        ShmoozeClient client = connectToSilence();
        BlockingQueue<Object> results = new LinkedBlockingQueue<>();
        client.ask("?").thenAccept(answer -> client.send("thanks for " + answer.text()))
                .whenComplete((done, failure) -> results.add(failure == null ? "sent" : failure));
        later.take().answer("it");
        sessions.closeServers();
        assertThat(results.take()).isEqualTo("sent");
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        sessions.start(sessions.server().onMessage((session, message) -> received.add(message.text())));
        assertThat(received.take()).isEqualTo("thanks for it");
    }

    @Test
    void shouldEndAQuestionWhenThisSideCloses() throws Exception {
        ShmoozeClient client = connectToSilence();
        CompletableFuture<Message> future = client.ask("?");
        client.close();
        assertThatThrownBy(future::get).hasCauseInstanceOf(PeerGoneException.class);
        assertThatThrownBy(() -> client.ask("?")).hasMessageContaining("over");
    }

    @Test
    void shouldAskARepeatableQuestionOfTheNextServer() throws Exception {
        ShmoozeClient client = connectToSilence();
        CompletableFuture<Message> repeatable = client.askRepeatable("again");
        CompletableFuture<Message> once = client.ask("once");
        later.take();
        Question unanswered = later.take();
        sessions.closeServers();
        assertThatThrownBy(once::get).hasCauseInstanceOf(PeerGoneException.class);
        List<String> asked = new ArrayList<>();
        sessions.start(sessions.server().onQuestion((session, question) -> {
            asked.add(question.text() + " " + question.redelivered());
            return Answer.of("here");
        }));
        unanswered.answer("from a server that is gone");
        assertThat(repeatable.get().text()).isEqualTo("here");
        assertThat(client.ask("next").get().text()).isEqualTo("here");
        assertThat(asked).containsExactly("again true", "next false");
        Patience.until(() -> client.statistics().questionsInFlight() == 0);
    }
}
