// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.CannotCreateException;
import io.shmooze.client.ChildJvms;
import io.shmooze.client.Partner;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 24 of RELIABILITY.md's table. Of servers that start at the same time, one wins, and the others name it.
 * {@code -Dshmooze.contest.rounds} sets how often.
 */
@Timeout(600)
class ServersAtOnceSystemTest {
    private static final int ROUNDS = Integer.getInteger("shmooze.contest.rounds", 30);
    private static final int SERVERS = 4;
    private static final long RUN_UP_NS = TimeUnit.MILLISECONDS.toNanos(10);

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldLetOneOfSeveralProcessesWin() {
        List<Program> servers = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            servers.add(ChildJvms.prepare(programs, RacingServer.class, programs.directory().toString()).start());
        }
        servers.forEach(server -> server.awaitOutput("ready"));
        for (int round = 0; round < ROUNDS; round++) {
            String time = System.nanoTime() + RUN_UP_NS + "\n";
            servers.forEach(server -> server.feed(time));
            int lines = 2 * round + 2;
            List<String> results = servers.stream().map(server -> awaitLine(server, lines)).toList();
            assertThat(results.stream().filter("won"::equals)).as("results of round %d: %s", round, results).hasSize(1);
            Program winner = servers.get(results.indexOf("won"));
            assertThat(results).allMatch(result -> result.equals("won")
                    || result.contains("served already, by process " + winner.pid() + ":"));
            servers.forEach(server -> server.feed("stop\n"));
            servers.forEach(server -> awaitLine(server, lines + 1));
        }
        assertThat(programs.leftovers()).containsExactly("test.lock");
    }

    private static String awaitLine(Program program, int count) {
        Patience.until(() -> program.output().endsWith("\n") && program.output().lines().count() >= count);
        return program.output().lines().skip(count - 1).findFirst().orElseThrow();
    }

    @Test
    void shouldLetOneOfSeveralThreadsWin() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(SERVERS);
        for (int round = 0; round < ROUNDS; round++) {
            List<Task<ShmoozeServer>> starts = new ArrayList<>();
            for (int i = 0; i < SERVERS; i++) {
                starts.add(Task.call(() -> {
                    barrier.await();
                    return start();
                }));
            }
            List<ShmoozeServer> winners = new ArrayList<>();
            for (Task<ShmoozeServer> start : starts) {
                if (start.result() != null) {
                    winners.add(start.result());
                }
            }
            assertThat(winners).as("winners of round %d", round).hasSize(1);
            winners.get(0).close();
        }
    }

    /** Returns null if another one was faster. */
    private ShmoozeServer start() {
        try {
            return ShmoozeServer.builder(Partner.CHANNEL).directory(programs.directory()).start();
        } catch (CannotCreateException e) {
            assertThat(e).hasMessageContaining("served already, by process " + ProcessHandle.current().pid() + ":");
            return null;
        }
    }
}
