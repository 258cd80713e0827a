// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Everybody in the room hears everybody else. {@code -Dshmooze.room.clients} and {@code -Dshmooze.room.messages}
 * change how many there are.
 */
@Timeout(600)
class RoomSystemTest {
    private static final int CLIENTS = Integer.getInteger("shmooze.room.clients", 4);
    private static final int MESSAGES = Integer.getInteger("shmooze.room.messages", 2000);

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldRelayEverythingInOrder() {
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
        bob.awaitOutput(alice.pid() + ": hello\n");
        server.awaitOutput("hello\n");
        assertThat(alice.output()).isEmpty();
    }

    private static void hearsAllOthers(Program client, int self) {
        for (int i = 0; i < CLIENTS; i++) {
            String prefix = "c" + i + ": ";
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
