// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final long NO_PROCESS = Integer.MAX_VALUE;

    private final Contender contender = Contender.own().get(0);
    private final Results results = new Results();

    @Test
    void shouldComputeTheMedianOfTheRounds() {
        assertThat(results.median(contender, Workload.CONNECT, Figure.CONNECT_TIME)).isNaN();
        add(Workload.CONNECT, 9_000_000);
        assertThat(results.median(contender, Workload.CONNECT, Figure.CONNECT_TIME)).isEqualTo(9);
        add(Workload.CONNECT, 1_000_000);
        assertThat(results.median(contender, Workload.CONNECT, Figure.CONNECT_TIME)).isEqualTo(5);
        add(Workload.CONNECT, 2_000_000);
        assertThat(results.median(contender, Workload.CONNECT, Figure.CONNECT_TIME)).isEqualTo(2);
        assertThat(results.min(contender, Workload.CONNECT, Figure.CONNECT_TIME)).isEqualTo(1);
        assertThat(results.max(contender, Workload.CONNECT, Figure.CONNECT_TIME)).isEqualTo(9);
        assertThat(results.spread(contender, Workload.CONNECT, Figure.CONNECT_TIME)).isEqualTo("1.00 ms to 9.00 ms");
        assertThat(results.min(contender, Workload.IDLE, Figure.CPU_SHARE)).isNaN();
    }

    @Test
    void shouldCountTheCostOfEachEnd() {
        Sample idle = new Sample(Workload.IDLE, new Outcome(1, 2_000_000_000, null), new Cost(1e9, 6, 1),
                new Cost(2e9, 8, 2));
        assertThat(Workload.IDLE.figures()).extracting(figure -> figure.of(idle)).containsExactly(150.0, 3.0, 4.0, 3.0);
        assertThat(new Cost(5, 6, 2).since(new Cost(1, 4, 2))).isEqualTo(new Cost(4, 2, 2));
    }

    private void add(Workload workload, long elapsedNs) {
        results.add(contender, new Sample(workload, new Outcome(1, elapsedNs, null), Cost.UNKNOWN, Cost.UNKNOWN));
    }

    @Test
    void shouldMergeTheTimesOfAllRoundsAndKeepThem() {
        for (long ns : new long[] {1000, 3000}) {
            Outcome outcome = Outcome.of(1, histogram(ns));
            results.add(contender, new Sample(Workload.TRIP_64, Outcome.fromLine(outcome.toLine()),
                    new Cost(3000, 2, 0), new Cost(1000, 2, 0)));
        }
        for (int again = 0; again < 2; again++) {
            Histogram all = results.histogram(contender, Workload.TRIP_64);
            assertThat(all.getTotalCount()).isEqualTo(2);
            assertThat(all.getMinValue()).isEqualTo(1000);
        }
        assertThat(results.samples(contender, Workload.TRIP_64)).extracting(Figure.P50::of).containsExactly(1.0, 3.001);
        assertThat(results.median(contender, Workload.TRIP_64, Figure.CPU_TIME)).isEqualTo(4);
    }

    private static Histogram histogram(long ns) {
        Histogram histogram = new Histogram(1_000_000, 3);
        histogram.recordValue(ns);
        return histogram;
    }

    @Test
    void shouldCarryAnOutcomeAcrossProcesses() {
        Outcome without = new Outcome(3, 4, null);
        assertThat(Outcome.fromLine(without.toLine())).isEqualTo(without);
        Outcome with = Outcome.of(7, histogram(500));
        assertThat(Outcome.fromLine(with.toLine())).isEqualTo(with);
    }

    @Test
    void shouldCountWhatThisProcessUses() throws IOException {
        long self = ProcessHandle.current().pid();
        CostSnapshot before = CostSnapshot.of(self);
        long endNs = System.nanoTime() + 50_000_000;
        while (System.nanoTime() < endNs) {
            Thread.onSpinWait();
        }
        Cost cost = CostSnapshot.of(self).since(before);
        assertThat(Double.isNaN(cost.cpuNs()) || cost.cpuNs() > 1_000_000).as(cost.toString()).isTrue();
        assertThat(CostSnapshot.of(NO_PROCESS).since(before)).isEqualTo(Cost.UNKNOWN);
    }

    @Test
    void shouldCountThreadsThatSleepWithATimeout() throws IOException {
        Assumptions.assumeTrue(List.of("amd64", "aarch64").contains(System.getProperty("os.arch"))
                && Files.isReadable(Path.of("/proc/thread-self/syscall")), "the kernel tells what a thread waits for");
        Process timed = new ProcessBuilder("sleep", "1h").start();
        Process untimed = new ProcessBuilder("cat").start();
        try {
            Patience.until(() -> timers(timed) == 1);
            untimed.getOutputStream().write('x');
            untimed.getOutputStream().flush();
            assertThat(untimed.getInputStream().read()).isEqualTo('x');
            assertThat(timers(untimed)).isZero();
        } finally {
            timed.destroyForcibly();
            untimed.destroyForcibly();
        }
    }

    private static double timers(Process process) throws IOException {
        return CostSnapshot.of(process.pid()).since(CostSnapshot.of(NO_PROCESS)).timers();
    }
}
