// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import static io.shmooze.wait.BellPair.listener;
import static io.shmooze.wait.BellPair.sleeper;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK closes a channel if a thread is interrupted in it. An interrupt must not end a session that way. */
@Timeout(60)
class DoorbellInterruptTest {
    private final BellPair pair = new BellPair();
    private final Doorbell here = pair.here;
    private final Doorbell there = pair.there;

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void shouldEndTheSleepOfAnInterruptedThreadAndStayOpen() throws Exception {
        Task<Void> sleeper = sleeper(here);
        sleeper.thread().interrupt();
        sleeper.assertThrew(InterruptedException.class);
        assertBothWaysOpen();
    }

    @Test
    void shouldEndTheSleepOfOneThreadOnly() throws Exception {
        Task<Void> listener = listener(here);
        Task<Void> interrupted = sleeper(here);
        Task<Void> other = sleeper(here);
        interrupted.thread().interrupt();
        interrupted.assertThrew(InterruptedException.class);
        assertThat(other.isDone()).isFalse();
        there.ring();
        other.result();
        listener.result();
        assertBothWaysOpen();
    }

    @Test
    void shouldNotFallAsleepWithTheStatusSet() throws Exception {
        Task<Void> interrupted = Task.run(() -> {
            Thread.currentThread().interrupt();
            here.sleep(here.bells(), BellPair.inAnHour());
        });
        interrupted.assertThrew(InterruptedException.class);
        assertBothWaysOpen();
    }

    @Test
    void shouldNotDisturbTheSessionsThreadInItsRead() throws Exception {
        Task<Void> listener = listener(here);
        for (int i = 0; i < 1000; i++) {
            listener.thread().interrupt();
        }
        assertThat(listener.isDone()).isFalse();
        there.ring();
        listener.result();
        assertBothWaysOpen();
    }

    @Test
    void shouldNotCarryTheStatusOfACallbackIntoTheRead() throws Exception {
        Task<Void> listener = Task.run(() -> {
            Thread.currentThread().interrupt();
            here.listen(here.bells());
        }, body -> new SessionThread(body, "listener"));
        there.ring();
        listener.result();
        assertBothWaysOpen();
    }

    @Test
    void shouldInterruptTheSessionsThreadOutsideItsRead() throws Exception {
        Task<Void> callback = Task.run(() -> Thread.sleep(60_000), body -> new SessionThread(body, "callback"));
        callback.thread().interrupt();
        callback.assertThrew(InterruptedException.class);
    }

    @Test
    void shouldRingWithTheStatusSet() throws Exception {
        Task<Void> listener = listener(there);
        boolean[] stillSet = new boolean[1];
        Task.run(() -> {
            Thread.currentThread().interrupt();
            here.ring();
            stillSet[0] = Thread.interrupted();
        }).result();
        listener.result();
        assertThat(stillSet[0]).isTrue();
        assertThat(here.rungCount()).isEqualTo(1);
        assertBothWaysOpen();
    }

    private void assertBothWaysOpen() throws Exception {
        Task<Void> listenerHere = listener(here);
        there.ring();
        listenerHere.result();
        Task<Void> listenerThere = listener(there);
        here.ring();
        listenerThere.result();
        assertThat(here.isHungUp()).isFalse();
        assertThat(there.isHungUp()).isFalse();
    }
}
