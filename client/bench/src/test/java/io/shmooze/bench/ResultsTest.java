// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ResultsTest {
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
    }

    private void add(Workload workload, long elapsedNs) {
        results.add(contender, new Sample(workload, new Outcome(1, elapsedNs, null), Cost.UNKNOWN));
    }

    @Test
    void shouldMergeTheTimesOfAllRoundsAndKeepThem() {
        for (long ns : new long[] {1000, 3000}) {
            Outcome outcome = Outcome.of(1, histogram(ns));
            results.add(contender, new Sample(Workload.TRIP_64, Outcome.fromLine(outcome.toLine()), new Cost(4000, 2)));
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
        List<Long> self = List.of(ProcessHandle.current().pid());
        CostSnapshot before = CostSnapshot.of(self);
        long endNs = System.nanoTime() + 50_000_000;
        while (System.nanoTime() < endNs) {
            Thread.onSpinWait();
        }
        Cost cost = CostSnapshot.of(self).since(before);
        assertThat(Double.isNaN(cost.cpuNs()) || cost.cpuNs() > 1_000_000).as(cost.toString()).isTrue();
        assertThat(CostSnapshot.of(List.of()).since(before)).isEqualTo(Cost.UNKNOWN);
    }
}
