// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.InterruptedSessionException;
import io.shmooze.frame.Frame;
import io.shmooze.frame.FrameFormat;
import io.shmooze.frame.FramePublisher;
import io.shmooze.frame.FrameViewer;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The README's example compiles as it stands there, and does what it says. */
class EmbeddingExampleTest {
    private static final String USER = "user.name";

    private final String user = System.getProperty(USER);

    /** The example uses the default directory; not the user's own. */
    @BeforeEach
    void beSomebodyElse() {
        System.setProperty(USER, "test-" + ProcessHandle.current().pid());
    }

    @AfterEach
    void beOneselfAgain() throws IOException {
        Path directory = SegmentDirectory.defaultPath();
        System.setProperty(USER, user);
        Files.deleteIfExists(directory.resolve("chat.lock"));
        Files.deleteIfExists(directory.resolve("camera.lock"));
        Files.deleteIfExists(directory);
    }

    private static String printed(Runnable example) {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(console);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldShowAFrame() {
        assertThat(printed(() -> {
            try (FramePublisher publisher = ShmoozeServer.builder("camera").publishFrames();
                    FrameViewer viewer = ShmoozeClient.builder("camera").viewFrames()) {
                ByteBuffer place = publisher.begin(new FrameFormat(640, 480, 32));
                place.putInt(0, 0xFF0000FF);
                publisher.publish();
                if (viewer.await(Duration.ofSeconds(1))) {
                    try (Frame frame = viewer.take()) {
                        System.out.println(frame.pixels().getInt(0) + ", missed " + viewer.missed());
                    }
                }
            }
        })).isEqualTo("-16776961, missed 0" + System.lineSeparator());
    }

    @Test
    @SuppressWarnings("try")
    void shouldEcho() throws Exception {
        Task<Void> server = Task.run(EmbeddingExampleTest::serve);
        assertThat(printed(() -> {
            try (ShmoozeClient client = ShmoozeClient.builder("chat")
                    .onMessage((session, message) -> System.out.println(message.text()))
                    .connect()) {
                client.send("hello");
                client.flush(Duration.ofSeconds(1));
            }
        })).isEqualTo("echo: hello" + System.lineSeparator());
        assertThat(server.isDone()).isFalse();
        server.thread().interrupt();
        server.assertThrew(InterruptedSessionException.class);
    }

    private static void serve() {
        try (ShmoozeServer server = ShmoozeServer.builder("chat")
                .onMessage((session, message) -> session.send("echo: " + message.text()))
                .start()) {
            server.join();
        }
    }

    @Test
    void shouldBeInTheReadme() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String source = Files.readString(Path.of("src/test/java/io/shmooze/client/EmbeddingExampleTest.java"));
        assertShown(readme, source, "try (ShmoozeServer");
        assertShown(readme, source, "try (ShmoozeClient");
        assertShown(readme, source, "try (FramePublisher");
    }

    private static void assertShown(String readme, String source, String start) {
        int begin = readme.indexOf(start);
        String example = readme.substring(begin, readme.indexOf("```", begin)).replace("}", "");
        assertThat(example.split("\n")).allSatisfy(line -> assertThat(source).contains(line.strip()));
    }
}
