// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line over the limit is reported and left out, the others are sent, and the exit code tells. */
@Timeout(120)
class LimitSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldLeaveOutALineOverTheOwnLimit() throws IOException {
        Program server = programs.server("--exit-when-alone", "t").start();
        Program client = programs.client("--max-message-length", "1000", "t").from(lines()).start();
        client.awaitExit(1);
        server.awaitExit(0);
        assertThat(server.output()).isEqualTo("one\n" + "y".repeat(1000) + "\nfour\n");
        assertThat(client.errors()).contains(
                "shmooze-client: Line 2 was left out: it has 1001 bytes; the limit is 1000 (max-message-length)");
    }

    @Test
    void shouldLeaveOutALineOverTheServersLimit() throws IOException {
        Program server = programs.server("--max-message-length", "1000", "--exit-when-alone", "t").start();
        Program client = programs.client("t").from(lines()).start();
        client.awaitExit(1);
        server.awaitExit(0);
        assertThat(server.output()).isEqualTo("one\n" + "y".repeat(1000) + "\nfour\n");
        assertThat(client.errors()).contains("shmooze-client: Line 2 was left out: it has 1001 bytes; ");
    }

    @Test
    void shouldLeaveOutALineOverAClientsLimit() throws IOException {
        Program server = programs.server("--exit-when-alone", "t").from(lines()).start();
        Program client = programs.client("--max-message-length", "1000", "--name", "short", "t").start();
        client.awaitOutput("four\n");
        client.endInput();
        client.awaitExit(0);
        server.awaitExit(1);
        assertThat(client.output()).isEqualTo("one\n" + "y".repeat(1000) + "\nfour\n");
        assertThat(server.errors()).contains("shmooze-server: Not sent to short: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "server"})
    void shouldSayWhatToDoWhenTheHeapIsTooSmall(String small) throws IOException {
        Path line = Files.writeString(programs.file("line"), "x".repeat(15 << 20) + "\n");
        ProgramStart serving = programs.server("--exit-when-alone", "t");
        ProgramStart sending = programs.client("--reconnect-timeout", "0s", "t").from(line);
        (small.equals("client") ? sending : serving).with("JDK_JAVA_OPTIONS", "-Xmx16m");
        Program server = serving.start();
        Program client = sending.start();
        (small.equals("client") ? client : server).awaitErrors(": Out of memory: 16 MiB of heap are not enough ");
        client.awaitExit(small.equals("client") ? 1 : 69);
        server.awaitExit(small.equals("client") ? 0 : 1);
        assertThat(client.errors() + server.errors()).doesNotContain("OutOfMemoryError");
        assertThat(server.output()).isEmpty();
    }

    private Path lines() throws IOException {
        String lines = "one\n" + "x".repeat(1001) + "\n" + "y".repeat(1000) + "\nfour\n";
        return Files.writeString(programs.file("lines"), lines);
    }
}
