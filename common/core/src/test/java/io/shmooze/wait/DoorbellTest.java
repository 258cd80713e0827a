// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import static io.shmooze.wait.BellPair.inAnHour;
import static io.shmooze.wait.BellPair.listener;
import static io.shmooze.wait.BellPair.sleeper;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bells over real sockets, and the threads that they wake. */
@Timeout(60)
class DoorbellTest {
    private final BellPair pair = new BellPair();
    private final Doorbell here = pair.here;
    private final Doorbell there = pair.there;

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void shouldWakeASleeper() throws Exception {
        Task<Void> sleeper = sleeper(here);
        there.ring();
        sleeper.result();
        assertThat(here.bells()).isPositive();
        assertThat(here.isHungUp()).isFalse();
    }

    @Test
    void shouldWakeTheListener() throws Exception {
        Task<Void> listener = listener(here);
        there.ring();
        listener.result();
        assertThat(here.bells()).isPositive();
        assertThat(here.isHungUp()).isFalse();
    }

    @Test
    void shouldWakeEverybodyWithOneBell() throws Exception {
        Task<Void> listener = listener(here);
        Task<Void> first = sleeper(here);
        Task<Void> second = sleeper(here);
        there.ring();
        listener.result();
        first.result();
        second.result();
    }

    @Test
    void shouldRingBothWays() throws Exception {
        Task<Void> sleeperHere = sleeper(here);
        Task<Void> sleeperThere = sleeper(there);
        here.ring();
        there.ring();
        sleeperHere.result();
        sleeperThere.result();
        assertThat(here.rungCount()).isEqualTo(1);
        assertThat(there.rungCount()).isEqualTo(1);
    }

    @Test
    void shouldNotSleepThroughABellThatRangBefore() throws Exception {
        long seen = here.bells();
        there.ring();
        here.sleep(seen, inAnHour());
        assertThat(here.bells()).isGreaterThan(seen);
    }

    @Test
    void shouldNotSleepWhenSomebodyElseHasReadTheBell() throws Exception {
        long seen = here.bells();
        there.ring();
        here.sleep(seen, inAnHour());
        // No bell rings any more; the count says so.
        here.sleep(seen, inAnHour());
        Task.run(() -> here.listen(seen), body -> new SessionThread(body, "listener")).result();
    }

    @Test
    void shouldSleepUntilTheDeadline() throws Exception {
        long timeoutNs = TimeUnit.MILLISECONDS.toNanos(20);
        long beganNs = System.nanoTime();
        here.sleep(here.bells(), beganNs + timeoutNs);
        assertThat(System.nanoTime() - beganNs).isGreaterThanOrEqualTo(timeoutNs);
    }

    @Test
    void shouldStartAStandInWhenNobodyReads() throws Exception {
        Task<Void> sleeper = sleeper(here);
        Patience.until(() -> isRunning("here-bell"));
        there.ring();
        sleeper.result();
        Patience.until(() -> !isRunning("here-bell"));
    }

    @Test
    void shouldLetTheListenerTakeOverFromAStandIn() throws Exception {
        Task<Void> sleeper = sleeper(here);
        Patience.until(() -> isRunning("here-bell"));
        long seen = here.bells();
        Task<Void> listener = Task.run(() -> here.listen(seen), body -> new SessionThread(body, "listener"));
        Patience.until(() -> listener.thread().getState() == Thread.State.WAITING);
        there.ring();
        sleeper.result();
        listener.result();
        // The stand-in has ended, so this thread reads the wire itself.
        Task<Void> reader = listener(here);
        there.ring();
        reader.result();
    }

    @Test
    void shouldReadBellsOnBehalfOfAThreadThatNeverSleeps() throws Exception {
        here.startReader();
        for (int i = 1; i <= 3; i++) {
            long seen = here.bells();
            there.ring();
            Patience.until(() -> here.bells() > seen);
        }
        there.close();
        Patience.until(here::isHungUp);
        Patience.until(() -> !isRunning("here-bell"));
    }

    @Test
    void shouldLetOnlyTheSessionsThreadListen() {
        assertThatThrownBy(() -> here.listen(here.bells())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNotBlockOnAFloodThatNobodyReads() throws Exception {
        for (int i = 0; i < 200_000; i++) {
            there.ring();
        }
        assertThat(there.rungCount()).isBetween(1L, 200_000L);
        here.sleep(here.bells(), inAnHour());
        assertThat(here.isHungUp()).isFalse();
    }

    private static boolean isRunning(String name) {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals(name));
    }
}
