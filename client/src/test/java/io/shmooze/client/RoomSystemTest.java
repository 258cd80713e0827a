// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.PseudoTerminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Each member of the room receives the lines of all others. {@code -Dshmooze.room.clients} and
 * {@code -Dshmooze.room.messages} set the numbers of clients and messages.
 */
@Timeout(600)
class RoomSystemTest {
    private static final int CLIENTS = Integer.getInteger("shmooze.room.clients", 4);
    private static final int MESSAGES = Integer.getInteger("shmooze.room.messages", 2000);

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldRelayAllLinesInOrder() {
        Program server = programs.server("--room", "--exit-when-alone", "t").start();
        List<Program> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(programs.client("--name", "c" + i, "t").start());
            server.awaitErrors("c" + i + " (pid " + clients.get(i).pid());
        }
        clients.parallelStream().forEach(client -> client.feed(numbers("")));
        clients.forEach(client -> awaitLines(client, (CLIENTS - 1) * MESSAGES));
        clients.forEach(Program::endInput);
        clients.forEach(client -> client.awaitExit(0));
        server.awaitExit(0);
        for (int i = 0; i < CLIENTS; i++) {
            hearsAllOthers(clients.get(i), i);
        }
        assertThat(server.output().lines()).hasSize(CLIENTS * MESSAGES);
    }

    @Test
    void shouldCallClientsWithoutANameByTheirPid() {
        Program server = programs.server("--room", "t").start();
        Program alice = programs.client("t").start();
        Program bob = programs.client("t").start();
        server.awaitErrors("pid " + alice.pid());
        server.awaitErrors("pid " + bob.pid());
        alice.feed("hello\n");
        bob.awaitOutput(alice.pid() + "> hello\n");
        server.awaitOutput(alice.pid() + "> hello\n");
        assertThat(alice.output()).isEmpty();
    }

    @Test
    void shouldTellMembersInPipesWhoJoinsSpeaksAndLeaves() {
        Program server = programs.server("--name", "host", "--room", "t").start();
        Program alice = programs.client("--name", "alice", "t").start();
        server.awaitErrors("alice (pid " + alice.pid());
        Program second = programs.client("--name", "alice", "-0", "t").start();
        alice.awaitErrors("shmooze-client: alice-2 joined\n");
        second.awaitErrors("You are alice-2, because alice is taken; here: host, alice\n");
        second.feed("one\nhost> two\0/who\0");
        alice.awaitOutput("alice-2> one\n  | host> two\nalice-2> /who\n");
        server.awaitOutput("alice-2> one\n  | host> two\nalice-2> /who\n");
        server.feed("welcome\n");
        second.awaitOutput("host> welcome\0");
        alice.awaitOutput("host> welcome\n");
        second.endInput();
        second.awaitExit(0);
        alice.awaitErrors("shmooze-client: alice-2 left\n");
        Program third = programs.client("--name", "Host", "t").start();
        third.awaitErrors("You are guest, because nobody can be called Host; here: host, alice\n");
        third.kill();
        alice.awaitErrors("shmooze-client: guest died\n");
        assertThat(alice.output()).as("no announcements of the room").isEqualTo(
                "alice-2> one\n  | host> two\nalice-2> /who\nhost> welcome\n");
    }

    @Test
    void shouldShowOnTerminalsWhoSpeaksAndWhoIsThere() {
        PseudoTerminal server = programs.server("--room", "t").startOnTerminal();
        server.awaitPrompt();
        PseudoTerminal alice = programs.client("--name", "alice", "t").startOnTerminal();
        alice.awaitShown("You are alice; here: server");
        PseudoTerminal bob = programs.client("--name", "bob", "t").startOnTerminal();
        alice.awaitShown("bob joined");
        alice.awaitPrompt();
        alice.type("/who");
        alice.enter();
        alice.awaitShown("bob (pid " + bob.pid());
        assertThat(alice.shown()).contains("server (pid " + server.pid(), "alice (pid " + alice.pid(), ", you");
        bob.awaitPrompt();
        bob.type("/nick robert");
        bob.enter();
        alice.awaitShown("bob is now robert");
        bob.awaitShown("You are now robert");
        server.awaitShown("bob is now robert");
        bob.type("hello");
        bob.enter();
        alice.awaitShown("hello", "robert>");
        server.awaitShown("hello", "robert>");
        server.type("welcome");
        server.enter();
        alice.awaitShown("welcome", "server>");
        assertThat(alice.shown()).doesNotContain("server> robert");
        // Between two lines, Ctrl-D would be no key.
        bob.awaitPrompt("hello");
        bob.controlD();
        bob.awaitExit(0);
        alice.awaitShown("robert left");
    }

    private static void hearsAllOthers(Program client, int self) {
        for (int i = 0; i < CLIENTS; i++) {
            String prefix = "c" + i + "> ";
            String heard = client.output().lines().filter(line -> line.startsWith(prefix))
                    .collect(Collectors.joining("\n", "", "\n"));
            assertThat(heard).as("what c%d heard of c%d", self, i).isEqualTo(i == self ? "\n" : numbers(prefix));
        }
    }

    private static String numbers(String prefix) {
        return IntStream.range(0, MESSAGES).mapToObj(i -> prefix + i).collect(Collectors.joining("\n", "", "\n"));
    }

    private static void awaitLines(Program client, int count) {
        await().atMost(Duration.ofMinutes(5)).until(() -> client.output().lines().count() >= count);
    }
}
