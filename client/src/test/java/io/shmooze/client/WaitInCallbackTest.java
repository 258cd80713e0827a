// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Answer;
import io.shmooze.Message;
import io.shmooze.Question;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.call.Calls;
import io.shmooze.testing.Patience;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Methods that wait, where the session would wait for itself: in its callbacks, and in what depends on its answers.
 * They are refused at once; none waits until a timeout, which is longer here than the tests may take.
 */
@Timeout(120)
class WaitInCallbackTest {
    private static final Duration DAYS = Duration.ofDays(10);

    /** Where it is tried. */
    enum Place {
        /** On the session's own thread. */
        MESSAGE, ANSWER, ATTACHED,
        /** On the thread of the application that reads. */
        POLLED_MESSAGE, POLLED_ANSWER,
        /** On the session's own thread, when the server is gone and the client has not attached to the next one. */
        FAILURE, POLLED_FAILURE, DETACHED;

        private boolean isPolled() {
            return name().startsWith("POLLED");
        }

        private boolean isWithoutPeer() {
            return compareTo(FAILURE) >= 0;
        }
    }

    /** What is tried. */
    enum Wait {
        FLUSH(session -> session.flush(DAYS)),
        JOIN(session -> session.join(DAYS)),
        RECEIVE(session -> session.receive(DAYS)),
        BATCH(session -> session.batch().close()),
        GET(session -> {
            try {
                session.ask("later").get();
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }),
        JOIN_FUTURE(session -> session.ask("later").join()),
        JOIN_DERIVED(session -> session.ask("later").thenApply(Message::text).join()),
        JOIN_MINIMAL(session -> session.ask("later").minimalCompletionStage().toCompletableFuture().join()),
        CALL(session -> Calls.proxy(session, Desk.class).add(1, 2)),
        JOIN_CALL(session -> Calls.proxy(session, Desk.class).later(1).join()),
        SEND(session -> session.send("text", DAYS)),
        CLOSE(Session::close);

        private final Consumer<Session> attempt;

        Wait(Consumer<Session> attempt) {
            this.attempt = attempt;
        }

        private boolean isRefused(Place place) {
            return this == SEND ? place.isWithoutPeer() : this != CLOSE;
        }
    }

    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final BlockingQueue<Object> results = new LinkedBlockingQueue<>();
    private final BlockingQueue<Question> asked = new LinkedBlockingQueue<>();
    private final AtomicBoolean attempted = new AtomicBoolean();

    private void serve() {
        sessions.start(Calls.serve(sessions.server(), Desk.class, new DeskImplementation())
                .onMessage((session, message) -> session.send("echo"))
                .onQuestion((session, question) -> {
                    if (question.text().equals("now")) {
                        return Answer.of("here");
                    }
                    asked.add(question);
                    return Answer.later();
                }));
    }

    private void attempt(Wait wait, Session session) {
        try {
            wait.attempt.accept(session);
            results.add("done");
        } catch (RuntimeException | AssertionError e) {
            results.add(e);
        }
    }

    private static Stream<Arguments> attempts() {
        return Stream.of(Place.values()).flatMap(place -> Stream.of(Wait.values())
                .map(wait -> Arguments.of(place, wait)));
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("attempts")
    void shouldRefuseToWaitForItself(Place place, Wait wait) throws Exception {
        serve();
        ClientBuilder builder = sessions.client();
        if (!place.isPolled()) {
            builder.onMessage((session, message) -> attemptOnce(wait, session, place == Place.MESSAGE));
        }
        if (place == Place.ATTACHED) {
            builder.onAttached(session -> attemptOnce(wait, session, true));
        }
        if (place == Place.DETACHED) {
            builder.onDetached((session, detachment) -> attemptOnce(wait, session, true));
        }
        ShmoozeClient client = sessions.connect(builder);
        reach(place, wait, client);

        Object result = results.take();
        if (wait.isRefused(place)) {
            assertThat(result).isInstanceOf(IllegalStateException.class);
        } else {
            assertThat(result).isEqualTo("done");
        }
        if (wait == Wait.CLOSE) {
            assertThat(client.join(Sessions.LONG)).isTrue();
        } else {
            goOn(place, client);
        }
    }

    /** Only the first time; the client may attach and detach again. */
    private void attemptOnce(Wait wait, Session session, boolean here) {
        if (here && attempted.compareAndSet(false, true)) {
            attempt(wait, session);
        }
    }

    private void reach(Place place, Wait wait, ShmoozeClient client) throws Exception {
        switch (place) {
            case MESSAGE -> client.send("go");
            case POLLED_MESSAGE -> {
                client.send("go");
                Patience.until(() -> client.poll((session, message) -> attempt(wait, session)) == 1);
            }
            case ANSWER, POLLED_ANSWER -> {
                CompletableFuture<Void> end = client.ask("later").thenAccept(answer -> attempt(wait, client));
                asked.take().answer("here");
                end.join();
            }
            case FAILURE, POLLED_FAILURE -> {
                client.ask("later").whenComplete((answer, failure) -> attempt(wait, client));
                asked.take();
                sessions.closeServers();
            }
            case DETACHED -> sessions.closeServers();
            default -> { }
        }
    }

    /** The session is as good as before. */
    private void goOn(Place place, ShmoozeClient client) throws Exception {
        if (place.isWithoutPeer()) {
            serve();
        }
        assertThat(client.ask("now").get().text()).isEqualTo("here");
        assertThat(client.state()).isEqualTo(SessionState.OPEN);
    }
}
