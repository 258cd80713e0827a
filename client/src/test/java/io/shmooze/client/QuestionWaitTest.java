// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.Answer;
import io.shmooze.Message;
import io.shmooze.PeerGoneException;
import io.shmooze.Question;
import io.shmooze.SessionState;
import io.shmooze.WaitStrategy;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads that wait for answers in a session without listeners, where one of them reads the lane. */
@Timeout(120)
class QuestionWaitTest {
    private static final int WAITERS = 4;

    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final BlockingQueue<Question> asked = new LinkedBlockingQueue<>();

    /** How somebody else ends a future for which a thread waits. */
    enum Ending {
        CANCEL, COMPLETE, COMPLETE_EXCEPTIONALLY, TIMEOUT, VALUE_ON_TIMEOUT, COMPLETE_ASYNC
    }

    private ShmoozeClient connect(WaitStrategy strategy) {
        serve();
        return sessions.connect(sessions.client().waitStrategy(strategy));
    }

    private ShmoozeClient connect() {
        return connect(WaitStrategy.ADAPTIVE);
    }

    private void serve() {
        sessions.start(sessions.server().onQuestion((session, question) -> {
            if (question.text().startsWith("now")) {
                return Answer.of("re: " + question.text());
            }
            asked.add(question);
            return Answer.later();
        }));
    }

    /** The answer's text, or what the thread gets instead. */
    private static Task<Object> waitFor(CompletableFuture<?> future) {
        return Task.call(() -> {
            try {
                Object got = future.get();
                return got instanceof Message message ? message.text() : got;
            } catch (ExecutionException e) {
                return e.getCause();
            } catch (CancellationException | InterruptedException e) {
                return e;
            }
        });
    }

    /** Waits until the session's own thread sleeps, and the one that reads, which waits for an answer. */
    private static void awaitAsleep(ShmoozeClient client, Task<?> task) {
        Patience.until(() -> client.statistics().sleeps() > 1
                && task.thread().getState() != Thread.State.NEW);
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void shouldWakeTheReaderWhoseFutureAnotherThreadEnds(Ending ending) throws Exception {
        ShmoozeClient client = connect(WaitStrategy.BLOCKING);
        CompletableFuture<Message> future = client.ask("later");
        Task<Object> waits = waitFor(future);
        asked.take();
        awaitAsleep(client, waits);
        switch (ending) {
            case CANCEL -> future.cancel(true);
            case COMPLETE -> future.complete(null);
            case COMPLETE_EXCEPTIONALLY -> future.completeExceptionally(new IllegalStateException());
            case TIMEOUT -> future.orTimeout(1, TimeUnit.MILLISECONDS);
            case VALUE_ON_TIMEOUT -> future.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS);
            default -> future.completeAsync(() -> null);
        }
        Object result = waits.result();
        switch (ending) {
            case CANCEL -> assertThat(result).isInstanceOf(CancellationException.class);
            case COMPLETE_EXCEPTIONALLY -> assertThat(result).isInstanceOf(IllegalStateException.class);
            case TIMEOUT -> assertThat(result).isInstanceOf(TimeoutException.class);
            default -> assertThat(result).isNull();
        }
        Patience.until(() -> client.statistics().questionsInFlight() == 0);
        assertThat(client.ask("now").get().text()).isEqualTo("re: now");
    }

    @Test
    void shouldWakeTheReaderOfACombinationThatAForeignFutureEnds() throws Exception {
        ShmoozeClient client = connect(WaitStrategy.BLOCKING);
        CompletableFuture<String> foreign = new CompletableFuture<>();
        CompletableFuture<Message> answer = client.ask("now");
        Task<Object> combined = waitFor(answer.thenCombine(foreign, (message, text) -> message.text() + " " + text));
        Task<Object> either = waitFor(client.ask("later").thenApply(Message::text).applyToEither(foreign, x -> x));
        awaitAsleep(client, combined);
        Patience.until(answer::isDone);
        foreign.complete("foreign");
        assertThat(combined.result()).isEqualTo("re: now foreign");
        assertThat(either.result()).isEqualTo("foreign");
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void shouldReadOnWhenTheReadingThreadLeaves(WaitStrategy strategy) throws Exception {
        ShmoozeClient client = connect(strategy);
        CompletableFuture<Message> first = client.ask("later first");
        Task<Object> reader = waitFor(first);
        awaitAsleepUnlessSpinning(client, reader, strategy);
        List<CompletableFuture<Message>> others = new ArrayList<>();
        List<Task<Object>> waiters = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            others.add(client.ask("later " + i));
            waiters.add(waitFor(others.get(i)));
        }
        for (Task<Object> waiter : waiters) {
            Patience.until(() -> waiter.thread().getState() != Thread.State.NEW);
        }
        reader.thread().interrupt();
        assertThat(reader.result()).isInstanceOf(InterruptedException.class);
        others.get(0).cancel(true);
        assertThat(waiters.get(0).result()).isInstanceOf(CancellationException.class);
        asked.take();
        for (int i = 0; i < WAITERS; i++) {
            asked.take().answer("to " + i);
        }
        for (int i = 1; i < WAITERS; i++) {
            assertThat(waiters.get(i).result()).isEqualTo("to " + i);
        }
        assertThat(client.state()).isEqualTo(SessionState.OPEN);
        assertThat(first).isNotDone();
    }

    private static void awaitAsleepUnlessSpinning(ShmoozeClient client, Task<?> task, WaitStrategy strategy) {
        if (strategy != WaitStrategy.SPINNING) {
            awaitAsleep(client, task);
        }
    }

    @Test
    void shouldGoOnWaitingForRepeatableQuestionsWhileTheClientReconnects() throws Exception {
        ShmoozeClient client = connect();
        List<Task<Object>> waiters = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            waiters.add(waitFor(client.askRepeatable("later " + i)));
        }
        Task<Object> plain = waitFor(client.ask("later plain"));
        for (int i = 0; i <= WAITERS; i++) {
            asked.take();
        }
        sessions.closeServers();
        assertThat(plain.result()).isInstanceOf(PeerGoneException.class);
        serve();
        for (int i = 0; i < WAITERS; i++) {
            Question again = asked.take();
            again.answer("to the question");
        }
        for (Task<Object> waiter : waiters) {
            assertThat(waiter.result()).isEqualTo("to the question");
        }
    }

    @Test
    void shouldTimeOutWhileTheClientReconnectsAndKeepTheQuestion() throws Exception {
        ShmoozeClient client = connect();
        CompletableFuture<Message> future = client.askRepeatable("later");
        asked.take();
        sessions.closeServers();
        Patience.until(() -> client.state() == SessionState.RECONNECTING);
        assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> future.get(0, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        serve();
        asked.take().answer("here");
        assertThat(future.get().text()).isEqualTo("here");
    }

    @Test
    void shouldEndEveryWaitWhenThisSideClosesWhileItReconnects() throws Exception {
        ShmoozeClient client = connect();
        Task<Object> waits = waitFor(client.askRepeatable("later"));
        asked.take();
        sessions.closeServers();
        Patience.until(() -> client.state() == SessionState.RECONNECTING);
        Task<Object> asks = Task.call(() -> {
            try {
                return waitFor(client.ask("meanwhile")).result();
            } catch (RuntimeException e) {
                return e;
            }
        });
        client.close();
        assertThat(waits.result()).isInstanceOf(PeerGoneException.class);
        assertThat(asks.result()).isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldEndTheWaitsOfAllThreadsWhenThisSideCloses() throws Exception {
        ShmoozeClient client = connect();
        List<Task<Object>> waiters = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            waiters.add(waitFor(client.ask("later " + i)));
            asked.take();
        }
        client.close();
        for (Task<Object> waiter : waiters) {
            assertThat(waiter.result()).isInstanceOf(PeerGoneException.class);
        }
    }

    @Test
    void shouldLetADependentActionCloseTheSession() throws Exception {
        ShmoozeClient client = connect();
        CompletableFuture<Void> closed = client.ask("later").thenAccept(message -> client.close());
        Task<Object> waits = waitFor(closed);
        Task<Object> other = waitFor(client.ask("later other"));
        asked.take().answer("close");
        assertThat(waits.result()).isNull();
        assertThat(other.result()).isInstanceOf(PeerGoneException.class);
        assertThat(client.join(Sessions.LONG)).isTrue();
    }

    /** Actions of such an answer send and ask like those of any other. */
    @Test
    void shouldRunWhatDependsOnAnAnswerThatALostServerLeftInTheLane() throws Exception {
        ShmoozeClient client = connect();
        CompletableFuture<Message> future = client.ask("later");
        CompletableFuture<Void> sent = future.thenAccept(answer -> client.send("thanks for " + answer.text()));
        CompletableFuture<Message> next = future.thenCompose(answer -> client.askRepeatable("now again"));
        asked.take().answer("it");
        sessions.closeServers();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        sessions.start(sessions.server().onMessage((session, message) -> heard.add(message.text()))
                .onQuestion((session, question) -> Answer.of("next " + question.text())));
        assertThat(sent.get()).isNull();
        assertThat(next.get().text()).isEqualTo("next now again");
        assertThat(heard.take()).isEqualTo("thanks for it");
    }

    @Test
    void shouldKeepTheQuestionOfAnInterruptedWait() throws Exception {
        ShmoozeClient client = connect(WaitStrategy.BLOCKING);
        CompletableFuture<Message> future = client.ask("later");
        for (int i = 0; i < 20; i++) {
            Task<Object> waits = waitFor(future);
            if (i % 2 == 0) {
                Patience.until(() -> waits.thread().getState() != Thread.State.NEW);
            }
            waits.thread().interrupt();
            assertThat(waits.result()).isInstanceOf(InterruptedException.class);
        }
        assertThat(client.state()).isEqualTo(SessionState.OPEN);
        asked.take().answer("still there");
        assertThat(future.get().text()).isEqualTo("still there");
    }

    /** Also where the reading thread is one. */
    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void shouldWaitInVirtualThreads(WaitStrategy strategy) throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "there are no virtual threads before JDK 21");
        ShmoozeClient client = connect(strategy);
        List<String> right = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch ended = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            String name = "now " + i;
            startVirtual(() -> {
                for (int j = 0; j < 100; j++) {
                    String text = name + " " + j;
                    if (client.ask(text).join().text().equals("re: " + text)) {
                        right.add(text);
                    }
                }
                ended.countDown();
            });
        }
        ended.await();
        assertThat(right).hasSize(5000).doesNotHaveDuplicates();
    }

    private static void startVirtual(Runnable work) throws ReflectiveOperationException {
        Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
    }
}
