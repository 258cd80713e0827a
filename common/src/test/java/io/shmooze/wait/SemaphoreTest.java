// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.WaitStrategy;
import io.shmooze.segment.Segment;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import io.shmooze.testing.TestSegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SemaphoreTest {
    private static final int EPOCH = 68;

    private final Segment segment = TestSegment.zeroed(1024);
    private final BellPair pair = new BellPair();
    private final AtomicBoolean available = new AtomicBoolean();
    private final PeerSemaphore peer = new PeerSemaphore(segment, EPOCH, pair.there);

    @AfterEach
    void close() {
        pair.close();
        segment.unmap();
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void shouldNotWaitForWhatIsAvailable(WaitStrategy strategy) throws Exception {
        available.set(true);
        assertThat(semaphore(strategy).acquire(available::get, BellPair.inAnHour())).isTrue();
        assertThat(pair.here.sleepCount()).isZero();
        assertThat(epoch()).isZero();
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void shouldWaitUntilTheDeadline(WaitStrategy strategy) throws Exception {
        long timeoutNs = TimeUnit.MILLISECONDS.toNanos(20);
        long beganNs = System.nanoTime();
        assertThat(semaphore(strategy).acquire(available::get, beganNs + timeoutNs)).isFalse();
        assertThat(System.nanoTime() - beganNs).isGreaterThanOrEqualTo(timeoutNs);
        assertThat(epoch() & 1).as("epoch after the wait").isZero();
    }

    @ParameterizedTest
    @EnumSource(value = WaitStrategy.class, names = {"ADAPTIVE", "BLOCKING"})
    void shouldTellThatItSleepsAndBeWoken(WaitStrategy strategy) throws Exception {
        Semaphore semaphore = semaphore(strategy);
        Task<Boolean> waiter = Task.call(() -> semaphore.acquire(available::get, BellPair.inAnHour()));
        Patience.until(() -> (epoch() & 1) == 1);
        available.set(true);
        peer.post();
        assertThat(waiter.result()).isTrue();
        assertThat(pair.there.rungCount()).isEqualTo(1);
        assertThat(epoch() & 1).as("epoch after the wait").isZero();
    }

    @Test
    void shouldFindByItselfWhatCameWhenSpinning() throws Exception {
        Semaphore semaphore = semaphore(WaitStrategy.SPINNING);
        Task<Boolean> waiter = Task.call(() -> semaphore.acquire(available::get, BellPair.inAnHour()));
        available.set(true);
        peer.post();
        assertThat(waiter.result()).isTrue();
        assertThat(pair.there.rungCount()).isZero();
        assertThat(epoch()).isZero();
    }

    @Test
    void shouldGoOnWaitingAfterABellForSomethingElse() throws Exception {
        Semaphore semaphore = semaphore(WaitStrategy.BLOCKING);
        Task<Boolean> waiter = Task.call(() -> semaphore.acquire(available::get, BellPair.inAnHour()));
        for (int i = 0; i < 3; i++) {
            int before = epoch();
            Patience.until(() -> (epoch() & 1) == 1);
            peer.post();
            Patience.until(() -> epoch() != before || waiter.isDone());
        }
        assertThat(waiter.isDone()).isFalse();
        available.set(true);
        Patience.until(() -> {
            peer.post();
            return waiter.isDone();
        });
        assertThat(waiter.result()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void shouldEndTheWaitWhenThePeerHangsUp(WaitStrategy strategy) throws Exception {
        Semaphore semaphore = semaphore(strategy);
        if (strategy == WaitStrategy.SPINNING) {
            pair.here.startReader();
        }
        Task<Boolean> waiter = Task.call(() -> semaphore.acquire(available::get, BellPair.inAnHour()));
        pair.there.close();
        assertThat(waiter.result()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(WaitStrategy.class)
    void shouldEndTheWaitOfAnInterruptedThread(WaitStrategy strategy) throws Exception {
        Semaphore semaphore = semaphore(strategy);
        Task<Boolean> waiter = Task.call(() -> semaphore.acquire(available::get, BellPair.inAnHour()));
        waiter.thread().interrupt();
        waiter.assertThrew(InterruptedException.class);
        assertThat(epoch() & 1).as("epoch after the wait").isZero();
    }

    @Test
    void shouldNeverUseAnEpochTwiceWhileAnybodySleeps() throws Exception {
        Semaphore semaphore = semaphore(WaitStrategy.BLOCKING);
        semaphore.arm();
        int first = epoch();
        semaphore.arm();
        int second = epoch();
        semaphore.disarm();
        assertThat(epoch()).as("somebody still sleeps").isEqualTo(second);
        semaphore.rearm();
        int third = epoch();
        semaphore.disarm();
        assertThat(epoch() & 1).isZero();
        semaphore.arm();
        assertThat(List.of(first, second, third, epoch())).doesNotHaveDuplicates().allMatch(it -> (it & 1) == 1);
    }

    @Test
    void shouldRingOncePerEpoch() {
        Semaphore semaphore = semaphore(WaitStrategy.BLOCKING);
        peer.post();
        assertThat(pair.there.rungCount()).as("nobody sleeps").isZero();
        semaphore.arm();
        peer.post();
        peer.post();
        peer.look();
        assertThat(pair.there.rungCount()).isEqualTo(1);
        semaphore.rearm();
        peer.look();
        peer.post();
        assertThat(pair.there.rungCount()).isEqualTo(2);
        semaphore.disarm();
        peer.post();
        assertThat(pair.there.rungCount()).isEqualTo(2);
    }

    private Semaphore semaphore(WaitStrategy strategy) {
        return new Semaphore(segment, EPOCH, pair.here, new SpinBudget(strategy));
    }

    private int epoch() {
        return segment.getIntAcquire(EPOCH);
    }
}
