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
        budget.slept(LONG_NS);
        assertThat(budget.ns()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldNeverSpinWhenBlocking() {
        SpinBudget budget = new SpinBudget(WaitStrategy.BLOCKING);
        budget.slept(1);
        assertThat(budget.ns()).isZero();
    }

    @Test
    void shouldDecayToNothingWhileSpinningDoesNotPay() {
        SpinBudget budget = adaptive();
        long before = budget.ns();
        assertThat(before).isPositive();
        for (int i = 0; i < 10; i++) {
            budget.slept(LONG_NS);
            assertThat(budget.ns()).isLessThanOrEqualTo(before);
            before = budget.ns();
        }
        assertThat(budget.ns()).isZero();
    }

    @Test
    void shouldGrowFromNothingToItsLimitWhileSpinningWouldHavePaid() {
        SpinBudget budget = adaptive();
        long limit = budget.ns();
        decay(budget);
        long before = 0;
        for (int i = 0; i < 10; i++) {
            budget.slept(SHORT_NS);
            assertThat(budget.ns()).isGreaterThanOrEqualTo(before).isPositive();
            before = budget.ns();
        }
        assertThat(budget.ns()).isEqualTo(limit);
    }

    @Test
    void shouldStayAtNothingWhenEventsAreRare() {
        SpinBudget budget = adaptive();
        decay(budget);
        budget.slept(LONG_NS);
        assertThat(budget.ns()).isZero();
    }

    @Test
    void shouldTrySpinningNowAndThenAndGoOnWhenThatHasPaid() {
        SpinBudget budget = adaptive();
        long limit = budget.ns();
        decay(budget);
        long trial = 0;
        for (int i = 0; i < 100 && trial == 0; i++) {
            trial = budget.ns();
        }
        assertThat(trial).isEqualTo(limit);
        assertThat(budget.ns()).isZero();
        budget.caught();
        assertThat(budget.ns()).isEqualTo(limit);
    }

    private static SpinBudget adaptive() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "nothing adapts on a single CPU");
        return new SpinBudget(WaitStrategy.ADAPTIVE);
    }

    private static void decay(SpinBudget budget) {
        for (int i = 0; i < 10; i++) {
            budget.slept(LONG_NS);
        }
    }
}
