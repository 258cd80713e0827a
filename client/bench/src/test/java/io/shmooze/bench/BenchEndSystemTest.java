// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.PseudoTerminal;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The benchmark leaves no process and no file, in whatever way it is ended. */
@Timeout(120)
class BenchEndSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    @ParameterizedTest
    @CsvSource({
        "TERM, poll-spinning-1K, ^trip-64, 2, 143",
        "INT, listener-adaptive-1K, ^trip-64, 2, 130",
        "KILL, poll-blocking-1K, ^trip-64, 2, 137",
        "KILL, poll-adaptive-1K, trip-64, 4, 137",
        "TERM, poll-adaptive-1K, trip-64, 4, 143",
        "KILL, unix, ^trip-64, 2, 137"})
    void shouldLeaveNothingBehind(String signal, String transport, String work, int processes, int code) {
        Tools.requireSignal("INT");
        Program bench = programs.bare("bench", "--time", "1h", "--only", transport, "--work", work).start();
        List<ProcessHandle> ends = awaitMeasuring(bench.pid(), processes);
        bench.signal(signal);
        bench.awaitExit(code);
        Patience.until(() -> ends.stream().noneMatch(ProcessHandle::isAlive));
        Patience.until(() -> TemporaryFiles.of(bench.pid()).isEmpty());
        assertThat(bench.errors()).isEmpty();
        assertThat(bench.output()).isEmpty();
    }

    @Test
    void shouldSayWhichEndHasFailed() {
        Program bench = programs.bare("bench", "--time", "1h", "--only", "poll-spinning-1K", "--work",
                "^trip-64").start();
        ProcessHandle server = awaitMeasuring(bench.pid(), 2).stream()
                .filter(end -> end.info().commandLine().orElse("").contains(ServingEnd.class.getName()))
                .findFirst().orElseThrow();
        server.destroyForcibly();
        bench.awaitExit(1);
        assertThat(bench.errors()).contains("of shmooze-poll-spinning-1K ended with code").hasLineCount(1);
        TemporaryFiles.expectNone(bench.pid());
    }

    @Test
    void shouldRunEachEndOnAProcessorOfItsOwn() throws IOException {
        Tools.require("taskset", "nothing can be pinned");
        Assumptions.assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there are two processors");
        Program bench = programs.bare("bench", "--time", "1h", "--only", "unix", "--work", "trip-64", "--pin").start();
        for (ProcessHandle end : awaitMeasuring(bench.pid(), 2)) {
            assertThat(Files.readAllLines(Path.of("/proc", Long.toString(end.pid()), "status")))
                    .contains("Cpus_allowed_list:\t" + (asks(end) ? 1 : 0));
        }
        bench.signal("TERM");
        bench.awaitExit(143);
    }

    @Test
    void shouldShowProgressOnATerminalAndLeaveOnControlC() {
        Tools.requireSignal("INT");
        PseudoTerminal terminal = programs.bare("bench", "--time", "10m", "--only", "unix", "--work",
                "trip-1000|connect").startOnTerminal();
        // One step of two in each of three rounds.
        terminal.awaitShown("[#####-------------------------] 16% ");
        terminal.awaitShown("round 1 of 3, unix-socket trip-1000");
        terminal.controlC();
        terminal.awaitExit(130);
        assertThat(terminal.shown()).doesNotContain("ended with code");
    }

    /** Waits until both ends are measuring; returns them, and what else was started. */
    private static List<ProcessHandle> awaitMeasuring(long pid, int processes) {
        ProcessHandle bench = ProcessHandle.of(pid).orElseThrow();
        Patience.until(() -> bench.children().anyMatch(BenchEndSystemTest::asks) && !TemporaryFiles.of(pid).isEmpty());
        Patience.until(() -> bench.descendants().count() == processes);
        return bench.descendants().toList();
    }

    private static boolean asks(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(AskingEnd.class.getName());
    }
}
