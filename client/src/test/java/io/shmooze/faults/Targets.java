// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.client.ChildJvms;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Starts {@link Target}s, and looks how they are. */
final class Targets {
    static final String COMPILED = "-Dcompiled";
    static final String INTERPRETED = "-Xint";
    /** What SLF4J says when several threads log for the first time at once. */
    private static final String REPLAYED = "SLF4J(W)";
    /** The error of a truncated segment can strike a thread just where it has counted itself in. */
    private static final String KEPT = "A segment stays mapped until the process ends: a thread has not left it";
    private static final long WINDOW_MS = 300;
    private static final Duration LITTLE = Duration.ofMillis(100);

    private Targets() {
    }

    static Program server(Programs programs) {
        return start(programs, "server", COMPILED);
    }

    /** A server, or clients, in a JVM with options. */
    static Program start(Programs programs, String role, String options) {
        Program target = ChildJvms.prepare(programs, List.of(options.split(" ")), Target.class, role,
                programs.directory().toString()).start();
        target.awaitOutput("ready");
        return target;
    }

    /** The line that says how a session ended. */
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
     * Waits until nothing is left of the hostile sessions but what the decent one needs: no thread, no file, no use of
     * the CPU.
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

    /** The acceptor's and one for each session, as the kernel names them. */
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
