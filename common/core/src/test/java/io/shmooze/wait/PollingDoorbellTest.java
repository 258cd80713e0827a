// SPDX-License-Identifier: Apache-2.0
package io.shmooze.wait;

import static io.shmooze.wait.BellPair.inAnHour;
import static io.shmooze.wait.BellPair.listener;
import static io.shmooze.wait.BellPair.sleeper;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.testing.InMemoryWire;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The doorbell of a session that polls: which thread reads the bells, and who is woken. */
@Timeout(60)
class PollingDoorbellTest {
    /** The thread that has read the last bells. */
    private final AtomicReference<Thread> reader = new AtomicReference<>();

    static List<Named<Supplier<BellPair>>> pairs() {
        return List.of(Named.of("sockets", () -> new BellPair(true)),
                Named.of("memory", () -> new BellPair(InMemoryWire.create(), true)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldLetTheSleeperReadTheBellItself(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            Task<Void> session = listener(pair.here);
            for (int i = 0; i < 10; i++) {
                Task<Void> sleeper = sleeper(pair.here);
                pair.there.ring();
                sleeper.result();
                assertThat(reader.get()).isSameAs(sleeper.thread());
            }
            assertThat(session.isDone()).isFalse();
            assertThat(pair.here.isHungUp()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldWakeAllSleepersWithOneBell(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            List<Task<Void>> sleepers = List.of(sleeper(pair.here), sleeper(pair.here), sleeper(pair.here));
            pair.there.ring();
            for (Task<Void> sleeper : sleepers) {
                sleeper.result();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldLetAnotherSleeperReadWhenTheFirstOneIsInterrupted(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            Task<Void> interrupted = sleeper(pair.here);
            Task<Void> other = sleeper(pair.here);
            interrupted.thread().interrupt();
            interrupted.assertThrew(InterruptedException.class);
            assertThat(other.isDone()).isFalse();
            pair.there.ring();
            other.result();
            assertThat(reader.get()).isSameAs(other.thread());
            assertOpen(pair);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldNotFallAsleepWithTheStatusSet(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            Task.run(() -> {
                Thread.currentThread().interrupt();
                pair.here.sleep(pair.here.bells(), inAnHour());
            }).assertThrew(InterruptedException.class);
            assertOpen(pair);
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldNotDisturbTheSessionsThread(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            Task<Void> session = listener(pair.here);
            for (int i = 0; i < 1000; i++) {
                session.thread().interrupt();
            }
            assertThat(session.isDone()).isFalse();
            pair.there.close();
            session.result();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldSleepUntilTheDeadlineAndLetAnotherSleeperRead(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            long timeoutNs = TimeUnit.MILLISECONDS.toNanos(20);
            long beganNs = System.nanoTime();
            Task<Void> first = Task.run(() -> pair.here.sleep(pair.here.bells(), beganNs + timeoutNs));
            Task<Void> second = sleeper(pair.here);
            first.result();
            assertThat(System.nanoTime() - beganNs).isGreaterThanOrEqualTo(timeoutNs);
            pair.there.ring();
            second.result();
            assertThat(reader.get()).isSameAs(second.thread());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldKeepABellUntilSomebodySleeps(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            long seen = pair.here.bells();
            pair.there.ring();
            pair.here.sleep(seen, inAnHour());
            assertThat(pair.here.bells()).isGreaterThan(seen);
            // No bell rings any more; the count says so.
            pair.here.sleep(seen, inAnHour());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldWakeTheSessionsThreadWhileItHasAnInterest(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            Task<Void> session = listener(pair.here);
            pair.here.addInterest();
            pair.there.ring();
            session.result();
            assertThat(reader.get()).isSameAs(session.thread());

            pair.here.removeInterest();
            Task<Void> uninterested = listener(pair.here);
            Task<Void> sleeper = sleeper(pair.here);
            pair.there.ring();
            sleeper.result();
            assertThat(reader.get()).isSameAs(sleeper.thread());
            assertThat(uninterested.isDone()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldWakeSleepersAndTheInterestedThreadWhicheverReads(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            pair.here.addInterest();
            for (int i = 0; i < 100; i++) {
                Task<Void> session = listener(pair.here);
                Task<Void> sleeper = sleeper(pair.here);
                pair.there.ring();
                session.result();
                sleeper.result();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldTellEverybodyThatThePeerHasGone(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            List<Task<Void>> waiters = List.of(listener(pair.here), sleeper(pair.here), sleeper(pair.here));
            pair.there.close();
            for (Task<Void> waiter : waiters) {
                waiter.result();
            }
            assertThat(pair.here.isHungUp()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldTellTheSessionsThreadAloneThatThePeerHasGone(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            Task<Void> session = listener(pair.here);
            pair.there.ring();
            pair.there.close();
            session.result();
            assertThat(pair.here.isHungUp()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldTellASleeperAloneThatThePeerHasGone(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            pair.there.ring();
            pair.there.close();
            pair.here.sleep(pair.here.bells(), inAnHour());
            assertThat(pair.here.isHungUp()).isFalse();
            pair.here.sleep(pair.here.bells(), inAnHour());
            assertThat(pair.here.isHungUp()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldWakeEverybodyWhenClosedHere(Supplier<BellPair> pairs) throws Exception {
        try (BellPair pair = open(pairs)) {
            List<Task<Void>> waiters = List.of(listener(pair.here), sleeper(pair.here), sleeper(pair.here));
            pair.here.close();
            for (Task<Void> waiter : waiters) {
                waiter.result();
            }
            assertThat(pair.here.isHungUp()).isTrue();
            pair.here.close();
            pair.here.sleep(pair.here.bells(), inAnHour());
            Task.run(() -> pair.here.listen(pair.here.bells()), body -> new SessionThread(body, "session")).result();
        }
    }

    @Test
    void shouldReadForASleeperWithoutAFileDescriptor() throws Exception {
        InMemoryWire wire = InMemoryWire.create();
        wire.exhaustDescriptors();
        try (BellPair pair = open(() -> new BellPair(wire, true))) {
            Task<Void> session = listener(pair.here);
            Task<Void> sleeper = sleeper(pair.here);
            pair.there.ring();
            sleeper.result();
            session.result();
            assertThat(reader.get()).isSameAs(session.thread());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldReadForAVirtualThread(Supplier<BellPair> pairs) throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads");
        try (BellPair pair = open(pairs)) {
            Task<Void> session = listener(pair.here);
            Task<Void> sleeper = Task.run(() -> pair.here.sleep(pair.here.bells(), inAnHour()),
                    PollingDoorbellTest::virtual);
            Patience.until(() -> sleeper.thread().getState() == Thread.State.TIMED_WAITING);
            pair.there.ring();
            sleeper.result();
            session.result();
            assertThat(reader.get()).isSameAs(session.thread());
        }
    }

    /** By reflection, because this is compiled for JDK 17. */
    private static Thread virtual(Runnable body) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (Thread) Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class)
                    .invoke(builder, body);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private BellPair open(Supplier<BellPair> pairs) {
        BellPair pair = pairs.get();
        pair.here.guard(heard -> reader.set(Thread.currentThread()));
        return pair;
    }

    private static void assertOpen(BellPair pair) throws Exception {
        Task<Void> sleeperHere = sleeper(pair.here);
        pair.there.ring();
        sleeperHere.result();
        Task<Void> sleeperThere = sleeper(pair.there);
        pair.here.ring();
        sleeperThere.result();
        assertThat(pair.here.isHungUp()).isFalse();
        assertThat(pair.there.isHungUp()).isFalse();
    }
}
