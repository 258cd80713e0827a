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
    void shouldSpinForLongerThanAShortSleepAndGrowToItsLimitWhenThatHasPaid() {
        SpinBudget budget = adaptive();
        long limit = budget.ns();
        decay(budget);
        budget.slept(0, SHORT_NS);
        assertThat(budget.ns()).isGreaterThan(SHORT_NS).isLessThan(limit);
        budget.caught();
        assertThat(budget.ns()).isEqualTo(limit);
    }

    @Test
    void shouldStopSpinningAtOnceWhenAnEventComesSoonAfterASpinInVain() {
        SpinBudget budget = adaptive();
        budget.slept(budget.ns(), budget.ns() + SHORT_NS);
        assertThat(budget.ns()).isZero();
    }

    @Test
    void shouldTrySpinningLessAndLessOftenWhileItIsInVain() {
        SpinBudget budget = adaptive();
        int before = 0;
        for (int trial = 0; trial < 5; trial++) {
            budget.slept(budget.ns(), budget.ns() + SHORT_NS);
            int sleeps = sleepsToTrial(budget);
            assertThat(sleeps).isGreaterThan(before);
            before = sleeps;
        }
        for (int trial = 0; trial < 100; trial++) {
            budget.slept(budget.ns(), budget.ns() + SHORT_NS);
            assertThat(sleepsToTrial(budget)).isLessThan(100);
        }
        budget.caught();
        budget.slept(budget.ns(), budget.ns() + SHORT_NS);
        assertThat(sleepsToTrial(budget)).isEqualTo(1);
    }

    @Test
    void shouldLetOthersRunMuchSoonerWhenAdaptive() {
        long spinning = new SpinBudget(WaitStrategy.SPINNING).aloneNs();
        assertThat(new SpinBudget(WaitStrategy.ADAPTIVE).aloneNs()).isPositive().isLessThan(spinning / 10);
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
