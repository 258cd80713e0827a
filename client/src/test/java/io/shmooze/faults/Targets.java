// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.client.ChildJvms;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Starts {@link Target}s, and checks their state. */
final class Targets {
    static final String COMPILED = "-Dcompiled";
    static final String INTERPRETED = "-Xint";
    /** SLF4J prints this when several threads log for the first time at once. */
    private static final String REPLAYED = "SLF4J(W)";
    /** Rarely, the error of a truncated segment hits a thread just when it has entered the segment. */
    private static final String KEPT = "A segment stays mapped until the process ends: a thread has not left it";
    private static final long WINDOW_MS = 300;
    private static final Duration LITTLE = Duration.ofMillis(100);

    private Targets() {
    }

    static Program server(Programs programs) {
        return start(programs, "server", COMPILED);
    }

    /** Starts a server, or clients, in a JVM with options. */
    static Program start(Programs programs, String role, String options) {
        Program target = prepare(programs, role, options).start();
        target.awaitOutput("ready");
        return target;
    }

    static ProgramStart prepare(Programs programs, String role, String options) {
        return ChildJvms.prepare(programs, List.of(options.split(" ")), Target.class, role,
                programs.directory().toString());
    }

    /** Waits for the line that reports how a session has ended. */
    static String ending(Program target, String peer) {
        return line(target, "detached " + peer + " ");
    }

    /** Waits for a line and returns all of it. */
    static String line(Program target, String begin) {
        target.awaitOutput(begin);
        Patience.until(() -> target.output().indexOf('\n', target.output().indexOf(begin)) > 0);
        return target.output().lines().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
    }

    /**
     * Waits until only the threads of so many sessions are left and the CPU is idle. Nothing wrong may have been
     * printed.
     */
    static void awaitCalm(Program target, int sessions) {
        Patience.await().untilAsserted(() -> assertThat(sessionThreads(target)).hasSize(sessions + 1));
        Patience.until(() -> {
            Duration before = cpu(target);
            Thread.sleep(WINDOW_MS);
            return cpu(target).minus(before).compareTo(LITTLE) < 0;
        });
        assertThat(target.isAlive()).isTrue();
        assertThat(target.output()).doesNotContain("WRONG");
        assertThat(target.errors().lines().filter(line -> !line.startsWith(REPLAYED) && !line.endsWith(KEPT)))
                .isEmpty();
    }

    private static Duration cpu(Program target) {
        return ProcessHandle.of(target.pid()).flatMap(handle -> handle.info().totalCpuDuration()).orElseThrow();
    }

    /** The threads of the acceptor and of each session, by the kernel's names. */
    private static List<String> sessionThreads(Program target) throws IOException {
        try (var tasks = Files.list(Path.of("/proc", Long.toString(target.pid()), "task"))) {
            return tasks.map(task -> name(task.resolve("comm"))).filter(name -> name.startsWith("shmooze-")).toList();
        }
    }

    private static String name(Path comm) {
        try {
            return Files.readString(comm).strip();
        } catch (IOException e) {
            return "a thread that has just ended";
        }
    }
}
