// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two attached processes that send nothing use no CPU. */
@Timeout(120)
class IdleSystemTest {
    private static final long WINDOW_MS = TimeUnit.SECONDS.toMillis(3);
    private static final long QUIET_MS = 300;
    /** In units of 10 ms; the JVM itself has timers. */
    private static final long FEW_TICKS = 3;

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldUseNoCpuWhileIdle() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "no /proc");
        Program server = Partners.start(programs, "server", "exchange", "1000");
        Program client = Partners.start(programs, "client", "exchange", "1000");
        List<Program> both = List.of(server, client);
        for (Program program : both) {
            program.awaitOutput("received 1000");
            Patience.until(() -> isQuiet(program));
        }

        long ticks = ticks(server) + ticks(client);
        Map<String, Long> switches = switches(both);
        Thread.sleep(WINDOW_MS);
        assertThat(switches(both)).as("sleeps of the sessions' threads").isEqualTo(switches);
        assertThat(ticks(server) + ticks(client) - ticks).as("CPU time, in units of 10 ms")
                .isLessThanOrEqualTo(FEW_TICKS);
    }

    /** Whether the compiler and the garbage collector rest too. */
    private static boolean isQuiet(Program program) throws InterruptedException {
        long before = ticks(program);
        Thread.sleep(QUIET_MS);
        return ticks(program) == before;
    }

    /** User and system time of the whole process. */
    private static long ticks(Program program) {
        String stat = read(Path.of("/proc", String.valueOf(program.pid()), "stat"));
        // The name in parentheses may hold spaces; after it come the state and ten more fields.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** The number of times that each thread of a session has gone to sleep. */
    private static Map<String, Long> switches(List<Program> programs) throws IOException {
        Map<String, Long> switches = new HashMap<>();
        for (Program program : programs) {
            try (var tasks = Files.list(Path.of("/proc", String.valueOf(program.pid()), "task"))) {
                tasks.filter(task -> read(task.resolve("comm")).startsWith("shmooze-"))
                        .forEach(task -> switches.put(task.toString(), switches(read(task.resolve("status")))));
            }
        }
        assertThat(switches).as("threads of sessions").hasSizeGreaterThanOrEqualTo(2);
        return switches;
    }

    private static long switches(String status) {
        return status.lines().filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+")[1])).sum();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
