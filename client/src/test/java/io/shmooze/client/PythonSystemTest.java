// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.Answer;
import io.shmooze.DetachReason;
import io.shmooze.MessageKind;
import io.shmooze.Question;
import io.shmooze.Session;
import io.shmooze.call.Calls;
import io.shmooze.server.ServerBuilder;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Forks;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that was written in Python from PROTOCOL.md alone, with servers of ours. */
@Timeout(180)
class PythonSystemTest {
    private static final String CHANNEL = "py";
    /** Tests run in the module's folder, or in the one above. */
    private static final Path PEER =
            Path.of(Files.exists(Path.of("src/test/python")) ? "" : "client").resolve("src/test/python/peer.py");

    record Order(String symbol, int amount, List<Long> prices) {
    }

    record Total(String symbol, long sum, List<Long> prices) {
    }

    interface Till {
        long add(long a, long b, String text);

        Total total(Order order, List<Long> more);

        void note(String text);
    }

    static final class CountingTill implements Till {
        final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public long add(long a, long b, String text) {
            texts.add(text);
            return Math.addExact(a, b);
        }

        @Override
        public Total total(Order order, List<Long> more) {
            List<Long> prices = new ArrayList<>(order.prices());
            prices.addAll(more);
            return new Total(order.symbol(), order.amount() * prices.stream().mapToLong(price -> price).sum(), prices);
        }

        @Override
        public void note(String text) {
            texts.add(text);
        }
    }

    @RegisterExtension
    final Programs programs = new Programs();
    private final SessionRecorder recorder = new SessionRecorder();
    private ShmoozeServer server;

    @BeforeEach
    void requirePython() {
        Tools.require("python3", "No other language speaks the protocol");
        String processor = System.getProperty("os.arch");
        assumeTrue(processor.equals("amd64"), () -> "the Python client has no fences for " + processor);
    }

    @AfterEach
    void closeServer() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void shouldExchangeShortAndLongTexts() {
        serve(builder().onMessage((session, message) -> session.send("echo " + message.text())));
        assertThat(output(peer("text"))).containsExactly("5 True", "0 True", "20001 True", "in order True");
        assertThat(recorder.awaitDetached(1).reason()).isEqualTo(DetachReason.CLOSED_BY_PEER);
        server.close();
        assertThat(programs.leftovers()).containsExactly(CHANNEL + ".lock");
    }

    @Test
    void shouldSleepAndBeWoken() {
        serve(builder());
        Program peer = peer("sleep");
        peer.awaitOutput("waiting");
        Patience.until(() -> isAsleep(peer));
        recorder.awaitAttached(1).send("a bell");
        assertThat(output(peer)).containsExactly("waiting", "woken by a bell after 1 sleep");
    }

    @Test
    void shouldAskAndGetAnswersAndFailures() {
        serve(builder().onQuestion(PythonSystemTest::answer));
        assertThat(output(peer("ask"))).containsExactly("answer: answer to life", "failed: I do not know");
    }

    private static Answer answer(Session session, Question question) {
        if (question.text().equals("fail")) {
            question.fail("I do not know");
            return Answer.later();
        }
        return Answer.of("answer to " + question.text());
    }

    @Test
    void shouldAnswerAndFailQuestions() {
        serve(builder());
        Program peer = peer("answer");
        Session session = recorder.awaitAttached(1);
        assertThat(ask(session, "who?").join()).isEqualTo("Python to: who?");
        CompletableFuture<String> failed = ask(session, "who?");
        assertThatThrownBy(failed::join).hasMessageContaining("I was asked already");
        session.send("bye");
        assertThat(output(peer)).containsExactly("thanks: bye");
    }

    private static CompletableFuture<String> ask(Session session, String question) {
        return session.ask(question).orTimeout(60, TimeUnit.SECONDS).thenApply(message -> message.text());
    }

    @Test
    void shouldCallMethods() {
        CountingTill till = new CountingTill();
        serve(Calls.serve(builder(), Till.class, till));
        assertThat(output(peer("calls"))).containsExactly("missing:", "add: 1099511627476",
                "total: ['ABC', 3298534883325, [[1], [-2], [1099511627776]]]",
                "thrown: java.lang.ArithmeticException long overflow",
                "failed: No method here has the number 1: this side serves Till");
        assertThat(till.texts).containsExactly("für", "no answer", "");
    }

    /** The first server dies, the second one closes. */
    @Test
    void shouldTellDeathFromTheEndAndGoOnWithTheNextServer() {
        Program first = programs.server(CHANNEL).start();
        Program peer = peer("loss");
        peer.awaitOutput("attached");
        first.signal("STOP");
        peer.feed("\n");
        peer.awaitOutput("sent");
        first.kill();
        peer.awaitOutput("first server: died");
        Inbox inbox = new Inbox();
        serve(builder().onMessage(inbox));
        assertThat(inbox.await(1).items()).singleElement().matches(Inbox.Item::redelivered)
                .matches(item -> item.kind() == MessageKind.TEXT && item.text().equals("last words"));
        server.close();
        assertThat(output(peer)).endsWith("second server: closed");
    }

    private void serve(ServerBuilder builder) {
        server = builder.start();
    }

    private ServerBuilder builder() {
        return ShmoozeServer.builder(CHANNEL).directory(programs.directory()).sessionListener(recorder);
    }

    private Program peer(String step) {
        return Forks.command(programs, List.of("python3", "-B", PEER.toString(), programs.directory().toString(),
                CHANNEL, step)).start();
    }

    /** The lines, when the peer has ended well. */
    private static List<String> output(Program peer) {
        peer.awaitExit(0);
        return peer.output().lines().toList();
    }

    /** Whether the kernel has put it to sleep. */
    private static boolean isAsleep(Program peer) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(peer.pid()), "stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2) == 'S';
    }
}
