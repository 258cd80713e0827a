// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.ShmoozeException;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM loads until it has its first answer. That is nearly all of the time that it takes to connect. */
@Timeout(120)
class StartSystemTest {
    /** There are some 120. */
    private static final int MOST_CLASSES = 142;
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    final Programs programs = new Programs();

    /** Gets one answer, by polling or by a listener. */
    static final class Asker {
        public static void main(String[] arguments) throws InterruptedException {
            ClientBuilder builder = ShmoozeClient.builder("test").directory(Path.of(arguments[0]));
            if (arguments[1].equals("polling")) {
                try (ShmoozeClient client = builder.connect()) {
                    client.send("hello");
                    System.out.println(client.receive(LONG).text());
                }
                return;
            }
            Answer answer = new Answer();
            try (ShmoozeClient client = builder.onMessage(answer).connect()) {
                client.send("hello");
                answer.came.await();
            }
        }
    }

    /** Not a lambda, because it would count as the library's. */
    private static final class Answer implements MessageListener {
        private final CountDownLatch came = new CountDownLatch(1);

        @Override
        public void onMessage(Session session, Message message) {
            System.out.println(message.text());
            came.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "listening"})
    void shouldLoadFewClassesUntilTheFirstAnswer(String mode) throws IOException {
        List<String> loaded = loaded(mode);
        List<String> own = loaded.stream().filter(name -> name.startsWith(ShmoozeException.class.getPackageName()))
                .toList();
        assertThat(own).hasSizeBetween(50, MOST_CLASSES);
        // A lambda takes longer than a class. Those of the loop are loaded by the rehearsal.
        assertThat(own).filteredOn(name -> name.contains("$$Lambda"))
                .allMatch(name -> name.startsWith("io.shmooze.session.SessionLoop$$"));
        assertThat(loaded).noneMatch(name -> Stream.of("net.openhft.", "org.slf4j.", "ch.qos.logback.",
                "java.util.logging.", "java.lang.runtime.ObjectMethods").anyMatch(name::startsWith));
    }

    private List<String> loaded(String mode) throws IOException {
        Path log = programs.directory().resolveSibling("classes");
        String directory = programs.directory().toString();
        try (ShmoozeServer server = ShmoozeServer.builder("test").directory(programs.directory())
                .onMessage((session, message) -> session.send(message.text())).start()) {
            var asker = ChildJvms.prepare(programs, List.of("-Xlog:class+load:file=" + log + ":none"), Asker.class,
                    directory, mode).start();
            asker.awaitExit(0);
            assertThat(asker.output()).isEqualTo("hello\n");
            Patience.until(() -> server.sessions().isEmpty());
            return Files.readAllLines(log).stream().filter(line -> line.contains(" source: "))
                    .map(line -> line.substring(0, line.indexOf(' '))).toList();
        } finally {
            Files.deleteIfExists(log);
        }
    }

    /** Of a whole program: what is there for other machines is loaded only with its options. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLoadNothingOfNatsForASingleMachine(boolean room) throws IOException {
        Path log = programs.directory().resolveSibling("classes");
        try {
            Program server = programs.bare("server", room ? new String[] {"--room", "test"} : new String[] {"test"})
                    .with("SHMOOZE_DIRECTORY", programs.directory().toString())
                    .with("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log + ":none").start();
            server.awaitErrors("serving channel test");
            server.signal("TERM");
            server.awaitExit(0);
            assertThat(Files.readAllLines(log)).anyMatch(line -> line.startsWith("io.shmooze.server.ShmoozeServer "))
                    .noneMatch(line -> line.startsWith("io.nats."));
        } finally {
            Files.deleteIfExists(log);
        }
    }
}
