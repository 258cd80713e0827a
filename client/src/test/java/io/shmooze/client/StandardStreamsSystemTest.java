// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import io.shmooze.testing.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Standard streams that the caller has closed or made non-blocking. */
@Timeout(120)
class StandardStreamsSystemTest {
    private static final String NON_BLOCKING_INPUT = "dd iflag=nonblock count=0 status=none";

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldTreatAClosedInputAsEmpty() throws IOException {
        Program server = behind("exec \"$@\" <&-", programs.server("--exit-when-alone", "t")).start();
        Program client = behind("exec \"$@\" <&-", programs.client("--linger", "1s", "t")).start();
        client.awaitExit(0);
        server.awaitExit(0);
        assertThat(client.output() + server.output()).isEmpty();
    }

    @Test
    void shouldSayThatItCannotWriteToAClosedOutput() throws IOException {
        Program server = behind("exec \"$@\" >&-", programs.server("t")).fromNothing().start();
        Program client = programs.client("--reconnect-timeout", "0s", "t").from(line("hello")).start();
        server.awaitExit(1);
        client.awaitExit(69);
        assertThat(server.errors()).contains("Cannot write what arrives: standard output is closed");
        assertThat(client.errors()).contains("undelivered: 1 message");
    }

    @Test
    void shouldServeWithoutAnyStream() throws IOException {
        Program server = behind("exec \"$@\" <&- >&- 2>&-", programs.server("--exit-when-alone", "t")).start();
        programs.client("t").fromNothing().start().awaitExit(0);
        server.awaitExit(0);
        assertThat(programs.directory().resolve("t.lock")).isEmptyFile();
    }

    @Test
    void shouldSendAFileThatTheJvmHasOpenedAsWell() throws IOException {
        Path jar = Path.of(System.getProperty("shmooze.client.jar"));
        Path received = programs.file("received");
        Program server = programs.server("--exit-when-alone", "t").to(received).start();
        programs.client("t").from(jar).start().awaitExit(0);
        server.awaitExit(0);
        assertThat(Files.size(received)).isBetween(Files.size(jar), Files.size(jar) + 1);
    }

    @Test
    void shouldWaitForLinesOfANonBlockingInput() {
        Program server = programs.server("--exit-when-alone", "t").start();
        Program client = behind(NON_BLOCKING_INPUT + "; exec \"$@\"", programs.client("t")).start();
        client.awaitErrors("attached to ");
        client.feed("one\n");
        server.awaitOutput("one\n");
        client.feed("two\n");
        server.awaitOutput("two\n");
        client.endInput();
        client.awaitExit(0);
        server.awaitExit(0);
    }

    @Test
    void shouldDoWithoutAPromptOnANonBlockingTerminal() {
        Program server = programs.server("--exit-when-alone", "t").start();
        PseudoTerminal client = behind(NON_BLOCKING_INPUT + "; exec \"$@\"", programs.client("t")).startOnTerminal();
        client.awaitShown("No prompt, because the terminal's input is non-blocking");
        client.awaitShown("attached to ");
        client.type("one\n");
        server.awaitOutput("one\n");
        client.controlD();
        client.awaitExit(0);
        server.awaitExit(0);
    }

    /** Runs a program by a shell, which changes the streams. */
    private static ProgramStart behind(String script, ProgramStart start) {
        return start.by("sh", "-c", script, "sh");
    }

    private Path line(String text) throws IOException {
        return Files.writeString(programs.file("line"), text + "\n");
    }
}
