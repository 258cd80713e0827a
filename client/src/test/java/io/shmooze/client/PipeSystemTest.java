// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The two programs in pipes: the input of one side is the output of the other. */
@Timeout(180)
class PipeSystemTest {
    private static final int LINES = 100_000;

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldPassLinesFromClientToServer() throws IOException {
        Path lines = numbers();
        Program server = programs.server("--exit-when-alone", "t").start();
        Program client = programs.client("t").from(lines).start();
        client.awaitExit(0);
        server.awaitExit(0);
        assertThat(server.output()).isEqualTo(Files.readString(lines));
        assertThat(client.output()).isEmpty();
    }

    @Test
    void shouldPassLinesFromServerToClient() throws IOException {
        Path lines = numbers();
        Program server = programs.server("--exit-when-alone", "t").from(lines).start();
        Program client = programs.client("t").start();
        awaitLines(client);
        client.endInput();
        client.awaitExit(0);
        server.awaitExit(0);
        assertThat(client.output()).isEqualTo(Files.readString(lines));
        assertThat(server.output()).isEmpty();
    }

    @Test
    void shouldPassLinesBothWaysAtOnce() throws IOException {
        Path lines = numbers();
        Program server = programs.server("--exit-when-alone", "t").from(lines).start();
        Program client = programs.client("t").start();
        client.feed(Files.readString(lines));
        awaitLines(client);
        client.endInput();
        client.awaitExit(0);
        server.awaitExit(0);
        assertThat(client.output()).isEqualTo(Files.readString(lines));
        assertThat(server.output()).isEqualTo(Files.readString(lines));
    }

    @Test
    void shouldLingerAndReceiveWhenTheInputIsAtItsEnd() {
        Program server = programs.server("--exit-when-alone", "t").start();
        long startNs = System.nanoTime();
        Program client = programs.client("--linger", "3s", "t").fromNothing().start();
        server.feed("late\n");
        client.awaitOutput("late\n");
        client.awaitExit(0);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThan(Duration.ofSeconds(3));
        server.endInput();
        server.awaitExit(0);
    }

    @Test
    void shouldPassALineOfFiveMebibytesBothWays() throws IOException {
        Path line = longLine();
        Program server = programs.server("--exit-when-alone", "t").from(line).start();
        Program client = programs.client("t").start();
        client.feed(Files.readString(line));
        await().atMost(Duration.ofSeconds(60)).until(() -> client.output().endsWith("\n"));
        client.endInput();
        client.awaitExit(0);
        server.awaitExit(0);
        assertThat(client.output().equals(Files.readString(line))).isTrue();
        assertThat(server.output().equals(Files.readString(line))).isTrue();
    }

    @Test
    void shouldPassBytesThatAreNotText() throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);
        bytes[bytes.length - 1] = '\n';
        Path file = Files.write(programs.file("bytes"), bytes);
        Path received = programs.file("received");
        Program server = programs.server("--exit-when-alone", "t").to(received).start();
        programs.client("t").from(file).start().awaitExit(0);
        server.awaitExit(0);
        assertThat(Files.readAllBytes(received)).isEqualTo(bytes);
    }

    @Test
    void shouldSeparateMessagesByNulIfAsked() throws IOException {
        Program server = programs.server("--null", "--exit-when-alone", "t").start();
        Path file = Files.writeString(programs.file("messages"), "two\nlines\0\0no end");
        programs.client("-0", "t").from(file).start().awaitExit(0);
        server.awaitExit(0);
        assertThat(server.output()).isEqualTo("two\nlines\0\0no end\0");
    }

    @Test
    void shouldTakeEmptyLinesAndALastLineWithoutItsEnd() throws IOException {
        Program server = programs.server("--exit-when-alone", "t").start();
        programs.client("t").from(Files.writeString(programs.file("lines"), "\n\na")).start().awaitExit(0);
        server.awaitExit(0);
        assertThat(server.output()).isEqualTo("\n\na\n");
    }

    private Path numbers() throws IOException {
        String text = IntStream.rangeClosed(1, LINES).mapToObj(Integer::toString)
                .collect(Collectors.joining("\n", "", "\n"));
        return Files.writeString(programs.file("numbers"), text);
    }

    private static void awaitLines(Program program) {
        program.awaitOutput("\n" + LINES + "\n");
    }

    private Path longLine() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(5);
        int bytes = 0;
        while (bytes < 5 << 20) {
            int character = Character.toCodePoint('\ud83d', (char) ('\ude00' + random.nextInt(64)));
            int next = random.nextInt(4) == 0 ? character : "aé€".codePointAt(random.nextInt(3));
            text.appendCodePoint(next);
            bytes += Character.toString(next).getBytes(StandardCharsets.UTF_8).length;
        }
        return Files.writeString(programs.file("long"), text.append('\n'));
    }
}
