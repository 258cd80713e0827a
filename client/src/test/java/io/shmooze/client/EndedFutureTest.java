// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Answer;
import io.shmooze.Message;
import io.shmooze.Question;
import io.shmooze.call.Calls;
import io.shmooze.testing.Patience;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Futures of questions and of calls that their owner ends, and those derived from them. */
@Timeout(120)
class EndedFutureTest {
    /** What the future is of. */
    enum Origin {
        ASK, CALL
    }

    /** How its owner ends a future. */
    enum Ending {
        CANCEL, COMPLETE, COMPLETE_EXCEPTIONALLY, COMPLETE_ASYNC, COMPLETE_ASYNC_BY_EXECUTOR, TIMEOUT,
        VALUE_ON_TIMEOUT, OBTRUDE_VALUE, OBTRUDE_EXCEPTION
    }

    /** What ends when the future does, and may be waited for instead. */
    enum Derived {
        COPY(CompletableFuture::copy),
        MINIMAL(CompletableFuture::minimalCompletionStage),
        APPLIED(future -> future.thenApply(value -> value)),
        HANDLED(future -> future.handle((value, failure) -> value)),
        COMPOSED(future -> future.thenCompose(CompletableFuture::completedFuture)),
        COMBINED(future -> future.thenCombine(CompletableFuture.completedFuture(0), (value, zero) -> value)),
        COPY_OF_MINIMAL(future -> future.minimalCompletionStage().toCompletableFuture().copy());

        private final Function<CompletableFuture<Long>, CompletionStage<Long>> way;

        Derived(Function<CompletableFuture<Long>, CompletionStage<Long>> way) {
            this.way = way;
        }
    }

    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final DeskImplementation served = new DeskImplementation();
    private final BlockingQueue<Question> asked = new LinkedBlockingQueue<>();
    private ShmoozeClient client;
    private Desk desk;

    /** Begins a question or a call that is answered by {@link #answer}. */
    private CompletableFuture<?> begin(Origin origin) {
        sessions.start(Calls.serve(sessions.server(), Desk.class, served).onQuestion((session, question) -> {
            asked.add(question);
            return Answer.later();
        }));
        client = sessions.connect(sessions.client());
        desk = Calls.proxy(client, Desk.class);
        return again(origin);
    }

    private CompletableFuture<?> again(Origin origin) {
        return origin == Origin.ASK ? client.ask("?") : desk.later(5);
    }

    private CompletableFuture<Long> beginNumber(Origin origin) {
        return begin(origin).thenApply(value -> value instanceof Message message ? Long.parseLong(message.text())
                : (Long) value);
    }

    private void answer(Origin origin, long number) throws InterruptedException {
        if (origin == Origin.ASK) {
            asked.take().answer(Long.toString(number));
        } else {
            served.pending.take().complete(number);
        }
    }

    private static void end(CompletableFuture<?> future, Ending ending) {
        switch (ending) {
            case CANCEL -> future.cancel(true);
            case COMPLETE -> future.complete(null);
            case COMPLETE_EXCEPTIONALLY -> future.completeExceptionally(new IllegalStateException());
            case COMPLETE_ASYNC -> future.completeAsync(() -> null);
            case COMPLETE_ASYNC_BY_EXECUTOR -> future.completeAsync(() -> null, Runnable::run);
            case TIMEOUT -> future.orTimeout(1, TimeUnit.MILLISECONDS);
            case VALUE_ON_TIMEOUT -> future.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS);
            case OBTRUDE_VALUE -> future.obtrudeValue(null);
            default -> future.obtrudeException(new IllegalStateException());
        }
    }

    private static Stream<Arguments> endings() {
        return Stream.of(Origin.values()).flatMap(origin -> Stream.of(Ending.values())
                .map(ending -> Arguments.of(origin, ending)));
    }

    private static Stream<Arguments> derived() {
        return Stream.of(Origin.values()).flatMap(origin -> Stream.of(Derived.values())
                .map(derived -> Arguments.of(origin, derived)));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void shouldWithdrawWhatItsOwnerEnds(Origin origin, Ending ending) throws Exception {
        CompletableFuture<?> future = begin(origin);
        end(future, ending);
        Patience.until(future::isDone);
        assertThat(client.statistics().questionsInFlight()).isZero();

        answer(origin, 1);
        CompletableFuture<?> next = again(origin);
        answer(origin, 2);
        assertThat(next.get()).satisfies(value -> assertThat(value instanceof Message message ? message.text()
                : value.toString()).isEqualTo("2"));
        assertThat(client.statistics().answersDropped()).isEqualTo(1);
        assertThat(client.statistics().questionsInFlight()).isZero();
    }

    @ParameterizedTest
    @MethodSource("derived")
    void shouldReadWhileAThreadWaitsForADerivedFuture(Origin origin, Derived derived) throws Exception {
        CompletableFuture<Long> awaited = derived.way.apply(beginNumber(origin)).toCompletableFuture();
        answer(origin, 70_000);
        assertThat(awaited.join()).isEqualTo(70_000);
    }

    @ParameterizedTest
    @MethodSource("derived")
    void shouldNotEndTheQuestionWithWhatIsDerived(Origin origin, Derived derived) throws Exception {
        CompletableFuture<Long> future = beginNumber(origin);
        derived.way.apply(future).toCompletableFuture().cancel(true);
        assertThat(client.statistics().questionsInFlight()).isOne();
        answer(origin, 3);
        assertThat(future.join()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void shouldObtrudeAnAnswer(Origin origin) throws Exception {
        CompletableFuture<?> future = begin(origin);
        answer(origin, 1);
        assertThat(future.get()).isNotNull();
        future.obtrudeValue(null);
        assertThat(future.join()).isNull();
        future.obtrudeException(new ArithmeticException());
        assertThatThrownBy(future::get).hasCauseInstanceOf(ArithmeticException.class);
        assertThat(client.statistics().questionsInFlight()).isZero();
    }

    @Test
    void shouldGiveEachUserOfAStageAFutureOfItsOwn() throws Exception {
        CompletionStage<Long> stage = beginNumber(Origin.ASK).minimalCompletionStage();
        assertThat(stage.toCompletableFuture().complete(1L)).isTrue();
        CompletableFuture<Long> other = stage.toCompletableFuture();
        answer(Origin.ASK, 2);
        assertThat(other.get()).isEqualTo(2);
    }
}
