// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.segment.SegmentDirectory;
import io.shmooze.server.ShmoozeServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
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
        Files.deleteIfExists(directory);
    }

    @Test
    @SuppressWarnings("try")
    void shouldEcho() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            try (ShmoozeServer server = ShmoozeServer.builder("chat")
                    .onMessage((session, message) -> session.send("echo: " + message.text()))
                    .start()) {
                try (ShmoozeClient client = ShmoozeClient.builder("chat")
                        .onMessage((session, message) -> System.out.println(message.text()))
                        .connect()) {
                    client.send("hello");
                    client.flush(Duration.ofSeconds(1));
                }
            }
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("echo: hello" + System.lineSeparator());
    }

    @Test
    void shouldBeInTheReadme() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String source = Files.readString(Path.of("src/test/java/io/shmooze/client/EmbeddingExampleTest.java"));
        int begin = readme.indexOf("try (ShmoozeServer");
        String example = readme.substring(begin, readme.indexOf("```", begin)).replace("}", "");
        assertThat(example.split("\n")).allSatisfy(line -> assertThat(source).contains(line.strip()));
    }
}
