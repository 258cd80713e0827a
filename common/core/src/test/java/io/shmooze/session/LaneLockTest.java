// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LaneLockTest {
    private static final int ROUNDS = 20_000;

    private final LaneLock lock = new LaneLock();
    private int counted;

    @Test
    void shouldLetOneThreadInAtATimeByEitherWay() throws Exception {
        List<Task<Void>> tasks = new ArrayList<>();
        tasks.add(Task.run(() -> repeat(this::countByWord)));
        tasks.add(Task.run(() -> repeat(this::countByNextWord)));
        tasks.add(Task.run(() -> repeat(this::countByQueue)));
        for (Task<Void> task : tasks) {
            task.result();
        }
        assertThat(counted).isEqualTo(3 * ROUNDS);
    }

    private static void repeat(Runnable step) {
        for (int i = 0; i < ROUNDS; i++) {
            step.run();
        }
    }

    private void countByWord() {
        while (!lock.enter()) {
            Thread.yield();
        }
        counted++;
        lock.leave();
    }

    private void countByNextWord() {
        lock.enterNext();
        counted++;
        lock.leave();
    }

    private void countByQueue() {
        lock.lock();
        counted++;
        lock.unlock();
    }

    @Test
    void shouldNotWaitForTheQueueUnlessAsked() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Task<Void> holder = hold(release);
        assertThat(lock.tryLock()).isFalse();
        assertThat(lock.tryEnter()).isFalse();
        assertThat(lock.enter()).isFalse();
        assertThat(lock.tryLockUntil(System.nanoTime())).isFalse();
        release.countDown();
        holder.result();
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
    }

    @Test
    void shouldWaitForAThreadThatIsInTheApplication() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        Task<Void> inside = Task.run(() -> {
            assertThat(lock.tryEnter()).isTrue();
            lock.enterApplication();
            assertThat(lock.isInApplicationHere()).isTrue();
            entered.countDown();
            release.await();
            lock.leaveApplication();
            lock.leave();
        });
        entered.await();
        assertThat(lock.isInApplication()).isTrue();
        assertThat(lock.isInApplicationHere()).isFalse();
        Task<Void> next = Task.run(() -> {
            lock.lockToDetach();
            lock.unlock();
        });
        Patience.until(() -> next.thread().getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        inside.result();
        next.result();
        assertThat(lock.isInApplication()).isFalse();
    }

    @Test
    void shouldGiveUpTheWordAtTheDeadlineAndLeaveTheQueue() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        Task<Void> inside = Task.run(() -> {
            assertThat(lock.tryEnter()).isTrue();
            lock.enterApplication();
            entered.countDown();
            release.await();
            lock.leaveApplication();
            lock.leave();
        });
        entered.await();
        assertThat(lock.tryLockUntil(System.nanoTime() + 1_000_000)).isFalse();
        release.countDown();
        inside.result();
        assertThat(lock.tryEnter()).as("the queue is free").isTrue();
        lock.leave();
    }

    @Test
    void shouldRefuseAThreadThatHoldsItAlready() {
        lock.lock();
        assertThatThrownBy(lock::tryLock).isInstanceOf(IllegalStateException.class).hasMessageContaining("has a claim");
        lock.unlock();
        assertThat(lock.tryEnter()).isTrue();
        lock.leave();
    }

    @Test
    void shouldGiveBackWhatAThreadHoldsThatWasStruckByAnError() throws Exception {
        lock.tryEnter();
        lock.enterApplication();
        lock.releaseHeld();
        assertThat(lock.isInApplication()).isFalse();
        lock.lock();
        lock.releaseHeld();
        assertThat(Task.call(lock::tryEnter).result()).as("free for another thread").isTrue();
        lock.releaseHeld();
        assertThat(lock.tryEnter()).as("the other thread holds it still").isFalse();
    }

    @Test
    void shouldNotLetAnInterruptBreakTheWaitForDetaching() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Task<Void> holder = hold(release);
        Task<Boolean> detaching = Task.call(() -> {
            lock.lockToDetach();
            lock.unlock();
            return Thread.interrupted();
        });
        Patience.until(() -> detaching.thread().getState() == Thread.State.TIMED_WAITING);
        detaching.thread().interrupt();
        release.countDown();
        holder.result();
        assertThat(detaching.result()).as("interrupt status").isTrue();
    }

    @Test
    void shouldStayAwakeWhileTheHolderRuns() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Task<Void> holder = holdBusily(() -> { }, done);
        AtomicBoolean begun = new AtomicBoolean();
        Task<Boolean> next = Task.call(() -> {
            begun.set(true);
            return takeAndGiveBack();
        });
        Patience.until(begun::get);
        for (int i = 0; i < 1000; i++) {
            assertThat(next.thread().getState()).isEqualTo(Thread.State.RUNNABLE);
            Thread.yield();
        }
        done.set(true);
        holder.result();
        assertThat(next.result()).isTrue();
    }

    @Test
    void shouldSleepWhileTheHolderRunsTheApplication() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Task<Void> holder = holdBusily(lock::enterApplication, done);
        Task<Boolean> next = Task.call(this::takeAndGiveBack);
        Patience.until(() -> next.thread().getState() == Thread.State.TIMED_WAITING);
        done.set(true);
        holder.result();
        assertThat(next.result()).isTrue();
    }

    @Test
    void shouldSleepWhileTheHolderSleepsAndBeWokenOneAfterTheOther() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Task<Void> holder = hold(release);
        List<Task<Boolean>> sleepers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Task<Boolean> next = Task.call(this::takeAndGiveBack);
            Patience.until(() -> next.thread().getState() == Thread.State.TIMED_WAITING);
            sleepers.add(next);
        }
        sleepers.get(0).thread().interrupt();
        sleepers.get(0).assertThrew(InterruptedException.class);
        release.countDown();
        holder.result();
        for (Task<Boolean> next : sleepers.subList(1, sleepers.size())) {
            assertThat(next.result()).isTrue();
        }
    }

    /** A holder sleeps now and then, and some threads give up: one wake-up lost, and the test stands still. */
    @Test
    void shouldLoseNoWakeUp() throws Exception {
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long patienceNs = i == 0 ? 1000 : TimeUnit.HOURS.toNanos(1);
            tasks.add(Task.call(() -> {
                int taken = 0;
                for (int round = 0; round < ROUNDS / 10; round++) {
                    if (lock.tryLockUntil(System.nanoTime() + patienceNs)) {
                        counted++;
                        taken++;
                        LockSupport.parkNanos(round % 2);
                        lock.unlock();
                    }
                }
                return taken;
            }));
        }
        int taken = 0;
        for (Task<Integer> task : tasks) {
            taken += task.result();
        }
        assertThat(counted).isEqualTo(taken).isGreaterThanOrEqualTo(3 * ROUNDS / 10);
    }

    private boolean takeAndGiveBack() throws InterruptedException {
        boolean taken = lock.tryLockUntil(System.nanoTime() + TimeUnit.HOURS.toNanos(1));
        lock.unlock();
        return taken;
    }

    private Task<Void> holdBusily(Runnable first, AtomicBoolean done) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Task<Void> holder = Task.run(() -> {
            lock.lock();
            first.run();
            held.countDown();
            while (!done.get()) {
                Thread.onSpinWait();
            }
            lock.leaveApplication();
            lock.unlock();
        });
        held.await();
        return holder;
    }

    private Task<Void> hold(CountDownLatch release) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        Task<Void> holder = Task.run(() -> {
            lock.lock();
            held.countDown();
            release.await();
            lock.unlock();
        });
        held.await();
        return holder;
    }
}
