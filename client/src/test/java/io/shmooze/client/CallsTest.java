// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Answer;
import io.shmooze.DetachReason;
import io.shmooze.MessageKind;
import io.shmooze.PeerGoneException;
import io.shmooze.QuestionFailedException;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.SessionTimeoutException;
import io.shmooze.UsageException;
import io.shmooze.call.Calls;
import io.shmooze.call.InterfaceMismatchException;
import io.shmooze.call.MalformedCallException;
import io.shmooze.call.RemoteCallException;
import io.shmooze.client.Desk.Listener;
import io.shmooze.client.Desk.Quote;
import io.shmooze.client.Desk.Side;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Interfaces that one side serves and the other one calls. */
@Timeout(120)
class CallsTest {
    private static final int MAX_OBJECTS = 65_536;

    /** A version of Desk that has less. */
    interface Older {
        long add(long a, long b);
    }

    interface Other {
        String name();
    }

    private final DeskImplementation served = new DeskImplementation();
    private final BlockingQueue<Object> events = served.events;
    private final BlockingQueue<CompletableFuture<Long>> pending = served.pending;
    private final List<Listener> listeners = served.listeners;

    @RegisterExtension
    final Sessions sessions = new Sessions();

    private Desk connect() {
        sessions.start(Calls.serve(sessions.server(), Desk.class, served)
                .onError((session, error) -> events.add(error)));
        return Calls.proxy(sessions.connect(sessions.client()), Desk.class);
    }

    @Test
    void shouldPassArgumentsAndResultsOfAllSorts() {
        Desk desk = connect();
        assertThat(desk.add(Long.MAX_VALUE, -5)).isEqualTo(Long.MAX_VALUE - 5);
        assertThat(desk.join("Grüße ", null)).isEqualTo("Grüße null");
        assertThat(desk.last(null)).isEmpty();
        assertThat(desk.last("ABC")).contains(new Quote("ABC", 1.5, null, Instant.ofEpochSecond(5, 7)));
        assertThat(desk.all(Map.of("A", Side.SELL), Arrays.asList(1, null)))
                .containsExactly(new Quote("A", 2, Side.SELL, null), null);
        assertThat(desk.reversed(ByteBuffer.wrap(new byte[] {1, 2, 3}))).containsExactly(3, 2, 1);
        assertThat(desk.boxed(1000, 2000L, 'x')).isEqualTo(3000 + 'x');
        assertThat(desk.boxed(null, 2000L, 'x')).isNull();
        assertThat(desk.mixed(true, (byte) -3, (short) 1000, 'A', 2.5f, 1e9)).isEqualTo(1 - 3 + 1000 + 'A' + 2.5 + 1e9);
        assertThat(desk.seven(1, 2, 3, 4, 5, 6, 7000)).isEqualTo(7021);
    }

    @Test
    void shouldCallByAHandle() throws Throwable {
        sessions.start(Calls.serve(sessions.server(), Desk.class, served));
        ShmoozeClient client = sessions.connect(sessions.client());
        MethodHandle add = Calls.handle(client, Desk.class, "add", long.class, long.class);
        assertThat((long) add.invokeExact(Long.MAX_VALUE, -5L)).isEqualTo(Long.MAX_VALUE - 5);
        MethodHandle mixed = Calls.handle(client, Desk.class, "mixed", boolean.class, byte.class, short.class,
                char.class, float.class, double.class);
        assertThat((double) mixed.invokeExact(true, (byte) -3, (short) 1000, 'A', 2.5f, 1e9))
                .isEqualTo(1 - 3 + 1000 + 'A' + 2.5 + 1e9);
        assertThatThrownBy(() -> Calls.handle(client, Desk.class, "add", int.class))
                .isInstanceOf(UsageException.class).hasMessageContaining("Desk has no such method");
        for (String name : new String[] {"twice", "log"}) {
            assertThatThrownBy(() -> Calls.handle(client, Desk.class, name, String.class))
                    .isInstanceOf(UsageException.class).hasMessageContaining("call it by a proxy");
        }
    }

    @Test
    void shouldRunDefaultMethodsAndThoseOfObjectHere() {
        Desk desk = connect();
        assertThat(desk.twice("ab")).isEqualTo("abab");
        assertThat(desk.equals(desk)).isTrue();
        assertThat(desk.equals(5)).isFalse();
        assertThat(desk.hashCode()).isEqualTo(System.identityHashCode(desk));
        assertThat(desk.toString()).startsWith("Desk of ");
    }

    @Test
    void shouldSayThatAListenerForQuestionsHasTakenTheCall() {
        sessions.start(sessions.server().onQuestion((session, question) ->
                Answer.of("a text")));
        Desk desk = Calls.proxy(sessions.connect(sessions.client()), Desk.class);
        assertThatThrownBy(() -> desk.add(1, 2)).isInstanceOf(MalformedCallException.class)
                .hasMessageContaining("of kind TEXT").hasMessageContaining("after Calls.serve");
    }

    @Test
    void shouldSendACallWithoutAResultAsAMessage() throws Exception {
        connect().log("hello");
        assertThat(events.take()).isEqualTo("hello");
    }

    @Test
    void shouldCompleteAFutureWhenTheImplementationCompletesItsOwn() throws Exception {
        Desk desk = connect();
        CompletableFuture<Long> first = desk.later(5);
        CompletableFuture<Long> second = desk.later(6);
        pending.take().complete(70_000L);
        assertThat(first.join()).isEqualTo(70_000L);
        assertThat(second).isNotDone();
        pending.take().completeExceptionally(new IllegalStateException("closed today"));
        assertThatThrownBy(second::join).cause().isInstanceOf(RemoteCallException.class).hasMessage("closed today")
                .extracting("typeName").isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void shouldThrowWhatTheImplementationThrows() throws Exception {
        Desk desk = connect();
        assertThatThrownBy(() -> desk.fails("no such symbol")).isInstanceOf(RemoteCallException.class)
                .hasMessage("no such symbol ?").hasToString("io.shmooze.call.RemoteCallException: "
                        + "java.lang.IllegalArgumentException: no such symbol ?");
        assertThat(events).isEmpty();
        desk.failsSilently("nobody waits");
        assertThat((Throwable) events.take()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nobody waits");
        assertThat(desk.add(1, 2)).isEqualTo(3);
    }

    @Test
    void shouldRefuseArgumentsThatCannotBeWrittenAndGoOn() {
        Desk desk = connect();
        assertThatThrownBy(() -> desk.join("\ud800", "")).isInstanceOf(UsageException.class);
        assertThat(desk.join("a", "b")).isEqualTo("ab");
    }

    @Test
    void shouldCallListenersThatWerePassed() throws Exception {
        AtomicReference<Session> atServer = new AtomicReference<>();
        sessions.start(Calls.serve(sessions.server(), Desk.class, served)
                .onAttached(atServer::set));
        // With a listener of its builder, the client's session makes calls that arrive.
        ShmoozeClient client = sessions.connect(sessions.client().onMessage((session, message) -> { }));
        Desk desk = Calls.proxy(client, Desk.class);
        Listener listener = new Listener() {
            @Override
            public void changed(Quote quote) {
                events.add(quote);
            }

            @Override
            public int weight(int by) {
                return 1000 * by;
            }
        };
        desk.subscribe(listener);
        assertThat(desk.first()).isSameAs(listener);
        Quote quote = new Quote("A", 1, Side.BUY, null);
        listeners.get(0).changed(quote);
        assertThat(events.take()).isEqualTo(quote);
        assertThat(listeners.get(0).weight(3)).isEqualTo(3000);
        desk.subscribe(listener);
        desk.unsubscribe(listener);
        assertThat(events.take()).isEqualTo(true);
        desk.unsubscribe(listener);
        assertThat(events.take()).isEqualTo(true);
        desk.unsubscribe(listener);
        assertThat(events.take()).isEqualTo(false);
    }

    @Test
    void shouldCallListenersOfASessionThatIsPolled() {
        sessions.start(Calls.serve(sessions.server(), Desk.class, new DeskImplementation() {
            @Override
            public void log(String line) {
                listeners.get(0).changed(new Quote(line, 0, null, null));
            }
        }));
        Desk desk = Calls.proxy(sessions.connect(sessions.client()), Desk.class);
        List<String> seen = new ArrayList<>();
        desk.subscribe(new Listener() {
            @Override
            public void changed(Quote quote) {
                seen.add(quote.symbol());
            }

            @Override
            public int weight(int by) {
                return 0;
            }
        });
        desk.log("x");
        desk.add(1, 2);
        assertThat(seen).containsExactly("x");
    }

    @Test
    void shouldServeSeveralInterfaces() {
        sessions.start(Calls.serve(Calls.serve(sessions.server(), Desk.class, served), Other.class,
                () -> "other"));
        ShmoozeClient client = sessions.connect(sessions.client());
        assertThat(Calls.proxy(client, Other.class).name()).isEqualTo("other");
        assertThat(Calls.proxy(client, Desk.class).add(1, 2)).isEqualTo(3);
    }

    @Test
    void shouldSayWhichInterfacesAreServed() {
        connect();
        Other other = Calls.proxy(sessions.connect(sessions.client()), Other.class);
        assertThatThrownBy(other::name).isInstanceOf(InterfaceMismatchException.class)
                .hasMessageContaining("does not serve Other").hasMessageContaining("serves Desk");
    }

    @Test
    void shouldNameTheMethodThatDiffers() {
        connect();
        assertThatThrownBy(() -> Versions.call(sessions.connect(sessions.client())))
                .isInstanceOf(InterfaceMismatchException.class)
                .hasMessageContaining("Desk.add differs: here it is Desk.add(long,int)long")
                .hasMessageContaining("[Desk.add(long,long)long]");
    }

    /** Another version of the interface, of the same name. */
    static final class Versions {
        interface Desk {
            long add(long a, int b);
        }

        static void call(Session session) {
            Calls.proxy(session, Desk.class).add(1, 2);
        }

        private Versions() {
        }
    }

    @Test
    void shouldEndACallWhenTheServerCloses() throws Exception {
        Desk desk = connect();
        CompletionStage<String> never = desk.never();
        Task<Object> waiting = Task.call(() -> {
            try {
                return never.toCompletableFuture().get();
            } catch (Exception e) {
                return e.getCause();
            }
        });
        desk.add(1, 2);
        sessions.closeServers();
        assertThat(waiting.result()).isInstanceOf(PeerGoneException.class)
                .extracting("reason").isEqualTo(DetachReason.CLOSED_BY_PEER);
    }

    @Test
    void shouldCallTheNextServer() throws Exception {
        sessions.start(Calls.serve(sessions.server(), Desk.class, served));
        ShmoozeClient client = sessions.connect(sessions.client());
        Desk desk = Calls.proxy(client, Desk.class);
        assertThat(desk.add(1, 2)).isEqualTo(3);
        sessions.closeServers();
        // Otherwise the lost server might be called.
        Patience.until(() -> client.state() == SessionState.RECONNECTING);
        sessions.start(Calls.serve(sessions.server(), Older.class, (a, b) -> -1));
        assertThatThrownBy(() -> desk.add(1, 2)).isInstanceOf(InterfaceMismatchException.class)
                .hasMessageContaining("does not serve Desk");
    }

    @Test
    void shouldWaitNoLongerThanTheResponseTimeout() throws Exception {
        CompletableFuture<Void> release = new CompletableFuture<>();
        sessions.start(Calls.serve(sessions.server(), Desk.class, new DeskImplementation() {
            @Override
            public String join(String a, String b) {
                release.join();
                return "late";
            }
        }));
        ShmoozeClient client = sessions.connect(sessions.client().responseTimeout(Duration.ofMillis(50)));
        Desk desk = Calls.proxy(client, Desk.class);
        // On a busy machine, the comparison of the interfaces may take longer than that, too.
        Patience.await().ignoreException(SessionTimeoutException.class).until(() -> desk.add(1, 2) == 3);
        assertThatThrownBy(() -> desk.join("a", "b")).isInstanceOf(SessionTimeoutException.class)
                .hasMessageContaining("Desk.join(String,String)String");
        release.complete(null);
        Patience.until(() -> client.statistics().questionsInFlight() == 0);
    }

    @Test
    void shouldRefuseToWaitInACallbackOfTheSameSession() throws Exception {
        sessions.start(Calls.serve(sessions.server(), Desk.class, served));
        AtomicReference<Desk> desk = new AtomicReference<>();
        ShmoozeClient client = sessions.connect(sessions.client().onMessage((session, message) -> { }));
        desk.set(Calls.proxy(client, Desk.class));
        desk.get().subscribe(new Listener() {
            @Override
            public void changed(Quote quote) {
                try {
                    desk.get().add(1, 2);
                } catch (IllegalStateException e) {
                    events.add(e);
                }
                desk.get().later(5).thenAccept(events::add);
            }

            @Override
            public int weight(int by) {
                return 0;
            }
        });
        desk.get().add(1, 2);
        listeners.get(0).changed(null);
        assertThat(events.poll(60, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
        pending.take().complete(4711L);
        assertThat(events.poll(60, TimeUnit.SECONDS)).isEqualTo(4711L);
        // What was refused was not asked either: only the addition outside the callback was.
        assertThat(served.additions).hasValue(1);
    }

    @Test
    void shouldFailIfNobodyServesAnything() {
        sessions.start(sessions.server().onMessage((session, message) -> { }));
        Other other = Calls.proxy(sessions.connect(sessions.client()), Other.class);
        assertThatThrownBy(other::name).isInstanceOf(InterfaceMismatchException.class)
                .hasMessageContaining("does not serve Other").hasMessageNotContaining(
                        QuestionFailedException.class.getName());
    }

    @Test
    void shouldReportACallThatCannotBeReadAndGoOn() throws Exception {
        sessions.start(Calls.serve(sessions.server(), Desk.class, served)
                .onError((session, error) -> events.add(error)));
        ShmoozeClient client = sessions.connect(sessions.client());
        Desk desk = Calls.proxy(client, Desk.class);
        desk.add(1, 2);
        client.send(MessageKind.CALL, ByteBuffer.allocate(5));
        assertThat(events.take()).isInstanceOf(MalformedCallException.class);
        client.send(MessageKind.CALL, ByteBuffer.allocate(9).put(0, (byte) 77));
        assertThat((Throwable) events.take()).isInstanceOf(UsageException.class).hasMessageContaining("serves Desk");
        assertThat(desk.add(1, 2)).isEqualTo(3);
    }

    @Test
    void shouldLimitTheObjectsThatArePassed() {
        Desk desk = connect();
        for (int i = 0; i < MAX_OBJECTS; i++) {
            desk.unsubscribe(new Indifferent());
        }
        Indifferent oneMore = new Indifferent();
        assertThatThrownBy(() -> desk.unsubscribe(oneMore)).isInstanceOf(UsageException.class)
                .hasMessageContaining(MAX_OBJECTS + " objects");
        assertThat(desk.add(1, 2)).isEqualTo(3);
    }

    private static final class Indifferent implements Listener {
        @Override
        public void changed(Quote quote) {
            throw new AssertionError("Nobody calls it");
        }

        @Override
        public int weight(int by) {
            return 0;
        }
    }
}
