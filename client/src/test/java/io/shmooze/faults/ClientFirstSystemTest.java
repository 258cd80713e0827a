// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 26 of RELIABILITY.md's table. Clients that come before their server attach when it comes, within their timeout.
 */
@Timeout(120)
class ClientFirstSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldWaitForAServerThatStartsLater() throws IOException {
        Program client = programs.client("t").from(Files.writeString(programs.file("line"), "early\n")).start();
        Program server = programs.server("--exit-when-alone", "t").start();
        client.awaitExit(0);
        server.awaitExit(0);
        assertThat(server.output()).isEqualTo("early\n");
    }

    @Test
    void shouldWaitForTheNextServerWhereOneWasKilled() {
        Program killed = programs.server("t").start();
        killed.awaitErrors("serving channel t");
        killed.signal("KILL");
        killed.awaitExit(137);
        assertThat(programs.leftovers()).containsExactly("t.lock", "t.sock");
        Program client = programs.client("--connect-timeout", "60s", "t").start();
        Program other = programs.client("--connect-timeout", "60s", "t").start();
        Program server = programs.server("t").start();
        client.feed("one\n");
        other.feed("two\n");
        server.awaitOutput("one\n");
        server.awaitOutput("two\n");
        client.awaitErrors("attached to pid " + server.pid());
    }

    @Test
    void shouldNotGiveUpBeforeItsTimeout() {
        long beganNs = System.nanoTime();
        Program client = programs.client("--connect-timeout", "1200ms", "t").fromNothing().start();
        client.awaitExit(69);
        assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isGreaterThan(Duration.ofMillis(1200));
        // Before that, it may have printed that it waits.
        assertThat(client.errors()).endsWith("shmooze-client: Nobody serves the channel 't' in "
                + programs.directory() + " (waited 1200 ms): start its server\n").doesNotContain("\tat ");
    }
}
