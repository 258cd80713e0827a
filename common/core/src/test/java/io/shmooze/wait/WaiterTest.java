// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.WaitStrategy;
import io.shmooze.segment.Segment;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import io.shmooze.testing.TestSegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class WaiterTest {
    private static final int EPOCH = 68;

    private final Segment segment = TestSegment.inMemory(1024);
    private final BellPair pair = new BellPair();
    private final AtomicBoolean available = new AtomicBoolean();
    private final EventCount peer = new EventCount(segment, EPOCH);

    @AfterEach
    void close() {
        pair.close();
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void shouldNotWaitForWhatIsAvailable(WaitStrategy strategy) throws Exception {
        available.set(true);
        assertThat(waiter(strategy).await(available::get, BellPair.inAnHour())).isTrue();
        assertThat(pair.here.sleepCount()).isZero();
        assertThat(epoch()).isZero();
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void shouldWaitUntilTheDeadline(WaitStrategy strategy) throws Exception {
        long timeoutNs = TimeUnit.MILLISECONDS.toNanos(20);
        long beganNs = System.nanoTime();
        assertThat(waiter(strategy).await(available::get, beganNs + timeoutNs)).isFalse();
        assertThat(System.nanoTime() - beganNs).isGreaterThanOrEqualTo(timeoutNs);
        assertThat(epoch() & 1).as("epoch after the wait").isZero();
    }

    @ParameterizedTest
    @EnumSource(value = WaitStrategy.class, names = {"ADAPTIVE", "BLOCKING"})
    void shouldTellThatItSleepsAndBeWoken(WaitStrategy strategy) throws Exception {
        Waiter waiter = waiter(strategy);
        Task<Boolean> task = Task.call(() -> waiter.await(available::get, BellPair.inAnHour()));
        Patience.until(() -> (epoch() & 1) == 1);
        available.set(true);
        signal();
        assertThat(task.result()).isTrue();
        assertThat(pair.there.rungCount()).isEqualTo(1);
        assertThat(epoch() & 1).as("epoch after the wait").isZero();
    }

    @Test
    void shouldNeverTellThatItSleepsWhenSpinning() throws Exception {
        Waiter waiter = waiter(WaitStrategy.SPINNING);
        assertThat(waiter.await(available::get, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5))).isFalse();
        Task<Void> listener = Task.run(() -> waiter.listen(available::get, nowNs -> { }));
        Task<Boolean> receiver = Task.call(() -> waiter.await(available::get, BellPair.inAnHour()));
        available.set(true);
        listener.result();
        receiver.result();
        available.set(false);
        pair.here.close();
        waiter.listen(available::get, nowNs -> { });
        assertThat(waiter.await(available::get, BellPair.inAnHour())).isFalse();
        assertThat(epoch()).as("each sleep makes it greater").isZero();
    }

    @Test
    void shouldFindByItselfWhatCameWhenSpinning() throws Exception {
        Waiter waiter = waiter(WaitStrategy.SPINNING);
        Task<Boolean> task = Task.call(() -> waiter.await(available::get, BellPair.inAnHour()));
        available.set(true);
        signal();
        assertThat(task.result()).isTrue();
        assertThat(pair.there.rungCount()).isZero();
        assertThat(epoch()).isZero();
    }

    @Test
    void shouldGoOnWaitingAfterABellForSomethingElse() throws Exception {
        Waiter waiter = waiter(WaitStrategy.BLOCKING);
        Task<Boolean> task = Task.call(() -> waiter.await(available::get, BellPair.inAnHour()));
        for (int i = 0; i < 3; i++) {
            int before = epoch();
            Patience.until(() -> (epoch() & 1) == 1);
            signal();
            Patience.until(() -> epoch() != before || task.isDone());
        }
        assertThat(task.isDone()).isFalse();
        available.set(true);
        Patience.until(() -> {
            signal();
            return task.isDone();
        });
        assertThat(task.result()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void shouldEndTheWaitWhenThePeerHangsUp(WaitStrategy strategy) throws Exception {
        Waiter waiter = waiter(strategy);
        if (strategy == WaitStrategy.SPINNING) {
            pair.here.startReader();
        }
        Task<Boolean> task = Task.call(() -> waiter.await(available::get, BellPair.inAnHour()));
        pair.there.close();
        assertThat(task.result()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void shouldEndTheWaitOfAnInterruptedThread(WaitStrategy strategy) throws Exception {
        Waiter waiter = waiter(strategy);
        Task<Boolean> task = Task.call(() -> waiter.await(available::get, BellPair.inAnHour()));
        task.thread().interrupt();
        task.assertThrew(InterruptedException.class);
        assertThat(epoch() & 1).as("epoch after the wait").isZero();
    }

    private Waiter waiter(WaitStrategy strategy) {
        return new Waiter(segment, new EventCount(segment, EPOCH), pair.here, new SpinBudget(strategy));
    }

    private void signal() {
        if (peer.takeWaiter()) {
            pair.there.ring();
        }
    }

    private int epoch() {
        return segment.getIntAcquire(EPOCH);
    }
}
