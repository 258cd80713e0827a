// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.WaitStrategy;
import io.shmooze.segment.Segment;
import io.shmooze.testing.Task;
import io.shmooze.testing.TestSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two sides that wait for each other many times: one wake-up lost, and the test stands still. */
@Timeout(60)
class LostWakeUpTest {
    private static final int HERE = 68;
    private static final int THERE = 196;
    private static final int ROUNDS = 20_000;

    private final Segment segment = TestSegment.zeroed(1024);
    private final BellPair pair = new BellPair();

    @AfterEach
    void close() {
        pair.close();
        segment.unmap();
    }

    @ParameterizedTest
    @EnumSource(value = WaitStrategy.class, names = {"ADAPTIVE", "BLOCKING"})
    void shouldWakeEachOtherInTurns(WaitStrategy strategy) throws Exception {
        AtomicLong turns = new AtomicLong();
        Semaphore here = new Semaphore(segment, HERE, pair.here, new SpinBudget(strategy));
        Semaphore there = new Semaphore(segment, THERE, pair.there, new SpinBudget(strategy));
        PeerSemaphore toThere = new PeerSemaphore(segment, THERE, pair.here);
        PeerSemaphore toHere = new PeerSemaphore(segment, HERE, pair.there);

        Task<Void> even = Task.run(() -> play(turns, 0, here, toThere), body -> new SessionThread(body, "even"));
        Task<Void> odd = Task.run(() -> play(turns, 1, there, toHere), body -> new SessionThread(body, "odd"));
        even.result();
        odd.result();
        assertThat(turns.get()).isEqualTo(2L * ROUNDS);
    }

    @Test
    void shouldWakeSeveralThreadsThatWaitForDifferentThings() throws Exception {
        AtomicLong position = new AtomicLong();
        Semaphore here = new Semaphore(segment, HERE, pair.here, new SpinBudget(WaitStrategy.BLOCKING));
        PeerSemaphore toHere = new PeerSemaphore(segment, HERE, pair.there);
        int waiters = 4;
        List<Task<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < waiters; i++) {
            int own = i;
            tasks.add(Task.run(() -> {
                for (long next = own; next < ROUNDS; next += waiters) {
                    long target = next;
                    assertThat(here.acquire(() -> position.get() >= target, BellPair.inAnHour())).isTrue();
                }
            }));
        }
        while (tasks.stream().anyMatch(task -> !task.isDone()) && position.get() < ROUNDS) {
            position.incrementAndGet();
            toHere.post();
            Thread.yield();
        }
        for (Task<Void> task : tasks) {
            task.result();
        }
    }

    private static void play(AtomicLong turns, int parity, Semaphore own, PeerSemaphore peer) {
        for (int i = 0; i < ROUNDS; i++) {
            while ((turns.get() & 1) != parity) {
                own.listen(() -> (turns.get() & 1) == parity);
            }
            turns.incrementAndGet();
            peer.post();
        }
    }
}
