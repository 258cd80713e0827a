// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import static io.shmooze.wait.BellPair.inAnHour;
import static io.shmooze.wait.BellPair.listener;
import static io.shmooze.wait.BellPair.sleeper;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Task;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a doorbell, caused by either side. */
@Timeout(60)
class HangUpTest {
    private final BellPair pair = new BellPair();
    private final Doorbell here = pair.here;
    private final Doorbell there = pair.there;

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void shouldTellEverybodyThatThePeerHasGone() throws Exception {
        List<Task<Void>> waiters = List.of(listener(here), sleeper(here), sleeper(here));
        there.close();
        for (Task<Void> waiter : waiters) {
            waiter.result();
        }
        assertThat(here.isHungUp()).isTrue();
    }

    @Test
    void shouldTellAStandInThatThePeerHasGone() throws Exception {
        Task<Void> sleeper = sleeper(here);
        there.close();
        sleeper.result();
        assertThat(here.isHungUp()).isTrue();
    }

    @Test
    void shouldWakeEverybodyWhenClosedHere() throws Exception {
        List<Task<Void>> waiters = List.of(listener(here), sleeper(here), sleeper(here));
        here.close();
        for (Task<Void> waiter : waiters) {
            waiter.result();
        }
        assertThat(here.isHungUp()).isTrue();
    }

    @Test
    void shouldReadTheLastBellsBeforeTheEnd() throws Exception {
        there.ring();
        there.close();
        here.sleep(here.bells(), inAnHour());
        assertThat(here.isHungUp()).isFalse();
        here.sleep(here.bells(), inAnHour());
        assertThat(here.isHungUp()).isTrue();
    }

    @Test
    void shouldRingAtNobodyWithoutHarm() {
        there.close();
        here.ring();
        here.ring();
        here.close();
        here.ring();
    }

    @Test
    void shouldNotSleepOnceHungUp() throws Exception {
        here.close();
        here.close();
        here.sleep(here.bells(), inAnHour());
        Task.run(() -> here.listen(here.bells()), body -> new SessionThread(body, "listener")).result();
        here.startReader();
    }
}
