// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When and how the programs leave, in a pipe. */
@Timeout(120)
class LeavingSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP"})
    void shouldLeaveCleanlyOnASignal(String signal) {
        Tools.requireSignal(signal);
        Program server = programs.server("t").start();
        Program client = programs.client("t").start();
        server.awaitErrors(" joined");
        client.awaitErrors("attached to ");
        client.signal(signal);
        client.awaitExit(0);
        server.awaitErrors(" left");
        server.signal(signal);
        server.awaitExit(0);
        assertThat(programs.leftovers()).containsExactly("t.lock");
    }

    @Test
    void shouldLeaveCleanlyWhileClientsAreAttached() {
        Program server = programs.server("t").start();
        Program client = programs.client("--reconnect-timeout", "0s", "t").start();
        client.awaitErrors("attached to ");
        server.signal("TERM");
        server.awaitExit(0);
        client.awaitExit(69);
        assertThat(programs.leftovers()).containsExactly("t.lock");
    }

    @ParameterizedTest
    @CsvSource({"TERM, 0", "HUP, 0", "INT, 130"})
    void shouldStopWaitingForAServerOnASignal(String signal, int code) {
        Tools.requireSignal(signal);
        Program client = programs.client("--connect-timeout", "1h", "t").start();
        client.awaitErrors("Nobody is there yet: waiting up to 1h, Ctrl-C gives up");
        client.signal(signal);
        client.awaitExit(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"frames", "picture"})
    void shouldStopWaitingForAPublisherOnControlC(String command) {
        Tools.requireSignal("INT");
        Program client = programs.bare("client", command, "--directory", programs.directory().toString(),
                "--connect-timeout", "90s").start();
        client.awaitErrors("Nobody is there yet: waiting up to 90s, Ctrl-C gives up");
        client.signal("INT");
        client.awaitExit(130);
    }

    @Test
    void shouldReportUndeliveredLinesOfAStoppedServer() throws IOException {
        Program server = programs.server("t").start();
        Program client = programs.client("t").start();
        server.awaitErrors(" joined");
        server.signal("STOP");
        // It is more than a pipe holds: when this returns, the client has begun to read.
        client.feed("a line\n".repeat(15_000));
        client.signal("TERM");
        client.awaitExit(1);
        assertThat(client.errors()).containsPattern("shmooze-client: Stopped early; undelivered: [1-9][0-9]* message");
    }

    @Test
    void shouldReportUndeliveredLinesWhenNoServerComesBack() throws IOException {
        Program server = programs.server("t").start();
        Program client = programs.client("--reconnect-timeout", "500ms", "t").start();
        server.awaitErrors(" joined");
        server.signal("STOP");
        client.feed("one\ntwo\nthree\n");
        client.endInput();
        server.close();
        client.awaitErrors("reconnecting: ");
        client.awaitExit(69);
        // It counts the lines that it has read; some may be unread when the server dies.
        assertThat(client.errors()).containsPattern("shmooze-client: The server is gone; undelivered: "
                + "[123] messages?[.] Nobody serves the channel 't' in " + programs.directory());
    }

    @Test
    void shouldSendToTheNextServerALineThatTheLastOneHasNotHandled() throws IOException {
        Program first = programs.server("t").start();
        Program client = programs.client("t").start();
        first.awaitErrors(" joined");
        client.feed("one\n");
        first.awaitOutput("one\n");
        first.signal("TERM");
        first.awaitExit(0);
        client.awaitErrors("reconnecting: ");
        client.feed("two\n");
        Program second = programs.server("--exit-when-alone", "t").start();
        second.awaitOutput("two\n");
        client.awaitErrors("reconnected to pid " + second.pid());
        client.endInput();
        client.awaitExit(0);
        second.awaitExit(0);
        assertThat(second.output()).isEqualTo("two\n");
    }

    @Test
    void shouldServeOnAtTheEndOfTheInput() throws IOException {
        Program server = programs.server("t").fromNothing().start();
        for (int i = 0; i < 2; i++) {
            programs.client("t").from(Files.writeString(programs.file("line"), i + "\n")).start().awaitExit(0);
        }
        assertThat(server.isAlive()).isTrue();
        assertThat(server.output()).isEqualTo("0\n1\n");
        server.signal("TERM");
        server.awaitExit(0);
    }
}
