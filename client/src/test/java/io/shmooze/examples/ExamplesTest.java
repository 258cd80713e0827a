// SPDX-License-Identifier: Apache-2.0
package io.shmooze.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.shmooze.Message;
import io.shmooze.PeerGoneException;
import io.shmooze.QuestionFailedException;
import io.shmooze.call.Calls;
import io.shmooze.call.RemoteCallException;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.picture.SharedPicture;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Programs;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples do what their Javadoc says. */
@Timeout(120)
class ExamplesTest {
    private static final Executor NEW_THREAD = task -> new Thread(task).start();

    @RegisterExtension
    final Programs programs = new Programs();
    private Path directory;

    @BeforeEach
    void locate() {
        directory = programs.directory();
    }

    @Test
    void shouldEcho() {
        try (ShmoozeServer server = Echo.serve(directory)) {
            assertThat(Echo.ask(directory, "to " + server.channel())).isEqualTo("to echo");
        }
    }

    @Test
    void shouldShowSessionsToMicrometer() {
        MeterRegistry registry = new SimpleMeterRegistry();
        try (ShmoozeServer server = ShmoozeServer.builder("meters").directory(directory)
                .sessionListener(new SessionMeters(registry))
                .onMessage((session, message) -> session.send(message.text())).start()) {
            try (ShmoozeClient client = ShmoozeClient.builder(server.channel()).directory(directory).name("ann")
                    .connect()) {
                client.send("hello");
                client.flush(Duration.ofSeconds(60));
                Search ofAnn = registry.find("shmooze.bytes.received").tags("channel", "meters", "peer", "ann");
                assertThat(ofAnn.functionCounter().count()).isEqualTo(5);
                assertThat(registry.find("shmooze.outbox.length").gauge().value()).isZero();
            }
            Patience.until(() -> registry.getMeters().isEmpty());
        }
    }

    @Test
    void shouldGiveEachQuestionItsAnswer() {
        try (ShmoozeServer server = AskAndAnswer.serve(directory, question -> question + "!");
                ShmoozeClient client = AskAndAnswer.connect(directory)) {
            assertThat(AskAndAnswer.askAll(client, List.of("first", "second one", server.channel())))
                    .containsExactly("first!", "second one!", "answers!");
        }
    }

    @Test
    void shouldAnswerOnAnotherThreadInAnyOrder() {
        CountDownLatch second = new CountDownLatch(1);
        UnaryOperator<String> answer = question -> {
            Patience.until(() -> question.equals("second") || second.getCount() == 0);
            second.countDown();
            return question + " to all";
        };
        try (ShmoozeServer server = AskAndAnswer.serve(directory, answer, NEW_THREAD);
                ShmoozeClient client = AskAndAnswer.connect(directory)) {
            assertThat(AskAndAnswer.askAll(client, List.of("first", "second"))).as(server.channel())
                    .containsExactly("first to all", "second to all");
        }
    }

    @Test
    void shouldFailAQuestionWhoseAnswerIsNotFoundOnAnotherThread() {
        UnaryOperator<String> answer = question -> {
            throw new IllegalArgumentException("no such question: " + question);
        };
        try (ShmoozeServer server = AskAndAnswer.serve(directory, answer, NEW_THREAD);
                ShmoozeClient client = AskAndAnswer.connect(directory)) {
            assertThatThrownBy(() -> AskAndAnswer.ask(client, server.channel()))
                    .hasRootCauseInstanceOf(QuestionFailedException.class)
                    .hasMessageContaining("no such question: answers");
        }
    }

    @Test
    void shouldFailOpenQuestionsWhenTheServerIsGone() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        ShmoozeServer server = AskAndAnswer.serve(directory, question -> {
            asked.countDown();
            Patience.until(() -> over.getCount() == 0);
            return question;
        });
        try (ShmoozeClient client = AskAndAnswer.connect(directory)) {
            CompletableFuture<Message> answer = client.ask("anybody there");
            Patience.until(() -> asked.getCount() == 0);
            server.close();
            assertThatThrownBy(answer::join).hasCauseInstanceOf(PeerGoneException.class);
        } finally {
            over.countDown();
            server.close();
        }
    }

    @Test
    void shouldCarryLinesPrivateLinesAndHistoryThroughARoomOfTypedCalls() throws InterruptedException {
        BlockingQueue<TypedRoom.Line> toAnn = new LinkedBlockingQueue<>();
        BlockingQueue<TypedRoom.Line> toBob = new LinkedBlockingQueue<>();
        TypedRoom.Line first = new TypedRoom.Line("ann", "to salon", false);
        try (ShmoozeServer server = TypedRoom.open(directory);
                ShmoozeClient ann = TypedRoom.enter(directory, toAnn::add)) {
            TypedRoom.Room room = Calls.proxy(ann, TypedRoom.Room.class);
            assertThat(room.join("ann", toAnn::add)).isEmpty();
            room.say("ann", "to " + server.channel());
            assertThat(toAnn.take()).isEqualTo(first);

            try (ShmoozeClient bob = TypedRoom.enter(directory, toBob::add)) {
                TypedRoom.Room atBob = Calls.proxy(bob, TypedRoom.Room.class);
                assertThatThrownBy(() -> atBob.join("ann", toBob::add)).isInstanceOf(RemoteCallException.class)
                        .hasMessageContaining("The name ann is taken");
                assertThat(atBob.join("bob", toBob::add)).containsExactly(first);
                assertThat(room.whisper("ann", "bob", "psst")).isTrue();
                assertThat(toBob.take()).isEqualTo(new TypedRoom.Line("ann", "psst", true));
                assertThat(room.whisper("ann", "carl", "psst")).isFalse();
            }
            Patience.until(() -> server.sessions().size() == 1);
            assertThat(room.whisper("ann", "bob", "still there?")).isFalse();
            assertThat(toAnn).as("private lines to others").isEmpty();
        }
    }

    @Test
    void shouldTellAllClientsTheSame() throws InterruptedException {
        BlockingQueue<String> first = new LinkedBlockingQueue<>();
        BlockingQueue<String> second = new LinkedBlockingQueue<>();
        try (ShmoozeServer server = NewsBroadcast.serve(directory);
                ShmoozeClient one = NewsBroadcast.follow(directory, first::add);
                ShmoozeClient two = NewsBroadcast.follow(directory, second::add)) {
            Patience.until(() -> server.sessions().size() == 2);
            NewsBroadcast.publish(server, one.channel() + " to " + two.channel());
            assertThat(first.take()).isEqualTo("news to news");
            assertThat(second.take()).isEqualTo("news to news");
        }
    }

    @Test
    void shouldStreamBothWays() {
        assertThat(TwoWayStream.run(directory, 10_000)).containsExactly(49_995_000, 49_995_000);
    }

    @Test
    void shouldLoadTheHeldPicture() {
        BufferedImage image = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
        image.setRGB(7, 11, 0x336699);
        try (SharedPicture held = Picture.hold(directory, image)) {
            assertThat(Picture.load(directory).getRGB(7, 11)).isEqualTo(held.load().getRGB(7, 11))
                    .isEqualTo(0xFF336699);
        }
    }
}
