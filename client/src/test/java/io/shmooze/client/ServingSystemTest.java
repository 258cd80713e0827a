// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server in a pipe does with its input and its clients. */
@Timeout(120)
class ServingSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldMakeItsDirectoryAndSayWhereItServes() throws IOException {
        Program server = programs.server("t").start();
        server.awaitErrors("shmooze-server: serving channel t in " + programs.directory() + ", pid " + server.pid());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(programs.directory())))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldSayNothingElse() throws IOException {
        Program server = programs.server("--exit-when-alone", "t").fromNothing().start();
        server.awaitErrors("serving channel t");
        Program client = programs.client("t").fromNothing().start();
        client.awaitExit(0);
        server.awaitExit(0);
        assertThat(server.errors().lines()).hasSize(3).allMatch(line -> line.startsWith("shmooze-server: "));
        assertThat(client.errors().lines()).hasSize(1).allMatch(line -> line.startsWith("shmooze-client: "));
        assertThat(server.output() + client.output()).isEmpty();
    }

    @Test
    void shouldAnnounceClientsThatJoinAndLeave() {
        Program server = programs.server("t").start();
        Program client = programs.client("--name", "alice", "t").start();
        String alice = "shmooze-server: alice (pid " + client.pid() + " unverified, user "
                + System.getProperty("user.name") + ")";
        server.awaitErrors(alice + " joined");
        client.endInput();
        client.awaitExit(0);
        server.awaitErrors(alice + " left");
        assertThat(client.errors()).contains("shmooze-client: attached to pid " + server.pid());
    }

    @Test
    void shouldHoldItsInputUntilSomebodyAttaches() {
        Program server = programs.server("t").start();
        server.feed("one\ntwo\n");
        server.awaitErrors("serving channel t");
        Program first = programs.client("t").start();
        first.awaitOutput("one\ntwo\n");
        first.endInput();
        first.awaitExit(0);
        server.awaitErrors(" left");
        server.feed("three\n");
        Program second = programs.client("t").start();
        second.awaitOutput("three\n");
        assertThat(second.output()).isEqualTo("three\n");
    }

    @Test
    void shouldSendEachLineToEveryClient() {
        Program server = programs.server("t").start();
        Program first = programs.client("--name", "a", "t").start();
        Program second = programs.client("--name", "b", "t").start();
        server.awaitErrors("a (pid " + first.pid());
        server.awaitErrors("b (pid " + second.pid());
        server.feed("hello\n");
        first.awaitOutput("hello\n");
        second.awaitOutput("hello\n");
    }

    @Test
    void shouldNotLeaveAloneWhileItsInputGoesOn() {
        Program server = programs.server("--exit-when-alone", "t").start();
        server.feed("one\n");
        Program first = programs.client("t").start();
        first.awaitOutput("one\n");
        first.endInput();
        first.awaitExit(0);
        server.awaitErrors(" left");
        server.feed("two\n");
        Program second = programs.client("t").start();
        second.awaitOutput("two\n");
        server.endInput();
        second.endInput();
        second.awaitExit(0);
        server.awaitExit(0);
    }

    @Test
    void shouldLeaveWhenAllHaveLeftBeforeTheEndOfTheInput() {
        Program server = programs.server("--exit-when-alone", "t").start();
        server.feed("one\n");
        Program client = programs.client("t").start();
        client.awaitOutput("one\n");
        client.endInput();
        client.awaitExit(0);
        server.awaitErrors(" left");
        server.endInput();
        server.awaitExit(0);
    }

    @Test
    void shouldGoOnWhenAClientIsKilled() {
        Program server = programs.server("t").start();
        Program client = programs.client("t").start();
        server.awaitErrors(" joined");
        client.close();
        server.awaitErrors(" died");
        Program next = programs.client("t").start();
        next.feed("hello\n");
        server.awaitOutput("hello\n");
    }
}
