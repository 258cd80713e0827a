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
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two sides wait for each other many times. If one wake-up were lost, the test would hang. */
@Timeout(60)
class LostWakeUpTest {
    private static final int HERE = 72;
    private static final int HERE_POSITION = 80;
    private static final int THERE = 196;
    private static final int ROUNDS = 20_000;

    private final Segment segment = TestSegment.zeroed(1024);

    @AfterEach
    void close() {
        segment.unmap();
    }

    @ParameterizedTest
    @CsvSource({"ADAPTIVE,false", "BLOCKING,false", "ADAPTIVE,true", "BLOCKING,true"})
    void shouldWakeEachOtherInTurns(WaitStrategy strategy, boolean polled) throws Exception {
        AtomicLong turns = new AtomicLong();
        try (BellPair pair = new BellPair(polled)) {
            Waiter here = new Waiter(segment, new EventCount(segment, HERE), pair.here, new SpinBudget(strategy));
            Waiter there = new Waiter(segment, new EventCount(segment, THERE), pair.there, new SpinBudget(strategy));
            EventCount toThere = new EventCount(segment, THERE);
            EventCount toHere = new EventCount(segment, HERE);

            Task<Void> even = Task.run(() -> play(turns, 0, here, toThere, pair.here, polled),
                    body -> new SessionThread(body, "even"));
            Task<Void> odd = Task.run(() -> play(turns, 1, there, toHere, pair.there, polled),
                    body -> new SessionThread(body, "odd"));
            even.result();
            odd.result();
            assertThat(turns.get()).isEqualTo(2L * ROUNDS);
        }
    }

    /** Without a listener, also while the session's own thread takes some of the bells. */
    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "true,true"})
    void shouldWakeSeveralThreadsThatWaitForDifferentThings(boolean polled, boolean interest) throws Exception {
        try (BellPair pair = new BellPair(polled)) {
            if (interest) {
                Task.run(() -> listenUntilTheEnd(pair.here), body -> new SessionThread(body, "listener"));
            }
            wakeSeveral(pair);
        }
    }

    private static void listenUntilTheEnd(Doorbell doorbell) {
        doorbell.addInterest();
        while (!doorbell.isHungUp()) {
            doorbell.listen(doorbell.bells());
        }
    }

    private void wakeSeveral(BellPair pair) throws Exception {
        AtomicLong position = new AtomicLong();
        Waiter here = new Waiter(segment, new EventCount(segment, HERE, HERE_POSITION), pair.here,
                new SpinBudget(WaitStrategy.BLOCKING));
        EventCount toHere = new EventCount(segment, HERE, HERE_POSITION);
        int waiters = 4;
        List<Task<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < waiters; i++) {
            int own = i;
            tasks.add(Task.run(() -> {
                for (long next = own; next < ROUNDS; next += waiters) {
                    long target = next;
                    BooleanSupplier reached = () -> position.get() >= target;
                    assertThat(here.await(reached, reached, () -> target, BellPair.inAnHour())).isTrue();
                }
            }));
        }
        while (tasks.stream().anyMatch(task -> !task.isDone()) && position.get() < ROUNDS) {
            if (toHere.takeWaiter(position.incrementAndGet())) {
                pair.there.ring();
            }
            Thread.yield();
        }
        for (Task<Void> task : tasks) {
            task.result();
        }
    }

    private static void play(AtomicLong turns, int parity, Waiter own, EventCount peer, Doorbell doorbell,
                             boolean polled) throws InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            while ((turns.get() & 1) != parity) {
                if (polled) {
                    own.await(() -> (turns.get() & 1) == parity, BellPair.inAnHour());
                } else {
                    own.listen(() -> (turns.get() & 1) == parity, nowNs -> { });
                }
            }
            turns.incrementAndGet();
            signal(peer, doorbell);
        }
    }

    private static void signal(EventCount peer, Doorbell doorbell) {
        if (peer.takeWaiter()) {
            doorbell.ring();
        }
    }
}
