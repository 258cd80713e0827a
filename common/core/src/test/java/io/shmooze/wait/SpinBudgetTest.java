// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.WaitStrategy;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpinBudgetTest {
    private static final long SHORT_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LONG_NS = TimeUnit.MILLISECONDS.toNanos(5);

    @Test
    void shouldSpinForEverWhenSpinning() {
        SpinBudget budget = new SpinBudget(WaitStrategy.SPINNING);
        budget.slept(0, LONG_NS);
        budget.slept(SHORT_NS, SHORT_NS);
        assertThat(budget.ns()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldNeverSpinWhenBlocking() {
        SpinBudget budget = new SpinBudget(WaitStrategy.BLOCKING);
        budget.slept(0, 1);
        budget.caught();
        assertThat(budget.ns()).isZero();
    }

    @Test
    void shouldDecayToNothingWhileEventsAreRare() {
        SpinBudget budget = adaptive();
        long before = budget.ns();
        assertThat(before).isPositive();
        while (before > 0) {
            budget.slept(before, LONG_NS);
            assertThat(budget.ns()).isLessThan(before);
            before = budget.ns();
        }
        budget.slept(0, LONG_NS);
        assertThat(budget.ns()).isZero();
    }

    @Test
    void shouldSpinAgainAfterASleepThatWasShortEnoughToSpinInstead() {
        SpinBudget budget = adaptive();
        long limit = budget.ns();
        decay(budget);
        budget.slept(0, SHORT_NS);
        assertThat(budget.ns()).isEqualTo(limit);
    }

    @Test
    void shouldStopSpinningWhenEventsComeSoonAfterManySpinsInVain() {
        SpinBudget budget = adaptive();
        long limit = budget.ns();
        spinInVain(budget, limit);
        assertThat(budget.ns()).isEqualTo(limit);
        exhaust(budget);
        assertThat(budget.ns()).isZero();
    }

    @Test
    void shouldTrySpinningLessAndLessOftenWhileItIsInVain() {
        SpinBudget budget = adaptive();
        int before = 0;
        for (int failures = 1; failures < 5; failures++) {
            exhaust(budget);
            int sleeps = sleepsToTrial(budget);
            assertThat(sleeps).isGreaterThan(before);
            before = sleeps;
        }
        for (int failures = 0; failures < 10; failures++) {
            exhaust(budget);
            assertThat(sleepsToTrial(budget)).isLessThan((int) (TimeUnit.SECONDS.toNanos(20) / SHORT_NS));
        }
    }

    @Test
    void shouldTryAsOftenAsAtTheBeginningOnceSpinningHasPaidManyTimes() {
        SpinBudget budget = adaptive();
        exhaust(budget);
        int first = sleepsToTrial(budget);
        exhaust(budget);
        sleepsToTrial(budget);
        budget.caught();
        exhaust(budget);
        assertThat(sleepsToTrial(budget)).isGreaterThan(first);
        for (int catches = 0; catches < 1000; catches++) {
            budget.caught();
        }
        exhaust(budget);
        assertThat(sleepsToTrial(budget)).isEqualTo(first);
    }

    private static void spinInVain(SpinBudget budget, long spunNs) {
        budget.slept(spunNs, spunNs + SHORT_NS);
    }

    private static void exhaust(SpinBudget budget) {
        while (budget.ns() > 0) {
            spinInVain(budget, budget.ns());
        }
    }

    private static int sleepsToTrial(SpinBudget budget) {
        int sleeps = 0;
        while (budget.ns() == 0) {
            budget.slept(0, SHORT_NS);
            sleeps++;
        }
        return sleeps;
    }

    private static SpinBudget adaptive() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "nothing adapts on a single CPU");
        return new SpinBudget(WaitStrategy.ADAPTIVE);
    }

    private static void decay(SpinBudget budget) {
        while (budget.ns() > 0) {
            budget.slept(budget.ns(), LONG_NS);
        }
    }
}
