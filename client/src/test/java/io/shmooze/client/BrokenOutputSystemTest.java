// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message that cannot be written to the output does not count as handled. */
@Timeout(120)
class BrokenOutputSystemTest {
    private static final Path FULL = Path.of("/dev/full");

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldNotAcknowledgeToTheClientWhatTheServerCannotWrite() {
        assumeTrue(Files.exists(FULL));
        Program server = programs.server("t").to(FULL).start();
        Program client = programs.client("--reconnect-timeout", "0s", "t").start();
        client.feed("hello\n");
        client.endInput();
        server.awaitExit(1);
        client.awaitExit(69);
        assertThat(server.errors()).contains("shmooze-server: Cannot write what arrives: No space left on device");
        assertThat(client.errors()).contains("undelivered: 1 message");
    }

    @Test
    void shouldNotAcknowledgeToTheServerWhatAClientCannotWrite() {
        assumeTrue(Files.exists(FULL));
        Program server = programs.server("t").start();
        Program client = programs.client("t").to(FULL).start();
        server.feed("hello\n");
        client.awaitExit(1);
        server.awaitErrors(" left; not handled by it: 1 message");
        assertThat(client.errors()).contains("shmooze-client: Cannot write what arrives: No space left on device");
    }

    @Test
    void shouldFailWhenThePipeIsClosed() {
        Program server = programs.server("t").start();
        Program client = programs.client("t").toPipe().start();
        server.awaitErrors(" joined");
        client.closeOutput();
        server.feed("hello\n");
        client.awaitExit(1);
        assertThat(client.errors()).contains("shmooze-client: Cannot write what arrives: Broken pipe");
    }

    @Test
    void shouldSendToTheNextServerALineThatTheFirstCouldNotWrite() {
        assumeTrue(Files.exists(FULL));
        Program first = programs.server("t").to(FULL).start();
        Program client = programs.client("t").start();
        client.feed("hello\n");
        client.endInput();
        first.awaitExit(1);
        Program second = programs.server("--exit-when-alone", "t").start();
        client.awaitExit(0);
        second.awaitExit(0);
        assertThat(second.output()).isEqualTo("hello\n");
    }
}
