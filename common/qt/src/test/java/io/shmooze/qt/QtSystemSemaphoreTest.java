// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.InterruptedSessionException;
import io.shmooze.qt.QtSystemSemaphore.Mode;
import io.shmooze.qt.QtSystemSemaphore.Undo;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class QtSystemSemaphoreTest {
    @RegisterExtension
    final TestKeys keys = new TestKeys();

    @ParameterizedTest
    @EnumSource
    void shouldCount(QtIpc ipc) {
        try (QtSystemSemaphore semaphore = open(keys.next(ipc), 2, Mode.CREATE)) {
            assertThat(semaphore.value()).isEqualTo(2);
            semaphore.acquire();
            semaphore.release(3);
            assertThat(semaphore.value()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldShareByKeyAndOpenWithoutSetting(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        try (QtSystemSemaphore first = open(key, 0, Mode.OPEN); QtSystemSemaphore second = open(key, 7, Mode.OPEN)) {
            first.release(1);
            assertThat(second.value()).isEqualTo(1);
            assertThat(second.acquire(Duration.ZERO)).isTrue();
            assertThat(second.acquire(Duration.ZERO)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldWaitUntilItIsReleased(QtIpc ipc) throws Exception {
        try (QtSystemSemaphore semaphore = open(keys.next(ipc), 0, Mode.CREATE)) {
            Task<Void> waiter = Task.run(semaphore::acquire);
            assertThat(waiter.isDone()).isFalse();
            semaphore.release(1);
            waiter.result();
            assertThat(semaphore.value()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveUpInTime(QtIpc ipc) {
        try (QtSystemSemaphore semaphore = open(keys.next(ipc), 0, Mode.CREATE)) {
            long beganNs = System.nanoTime();
            assertThat(semaphore.acquire(Duration.ofMillis(30))).isFalse();
            assertThat(System.nanoTime() - beganNs).isGreaterThanOrEqualTo(30_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeAnInterrupt(QtIpc ipc) throws Exception {
        try (QtSystemSemaphore semaphore = open(keys.next(ipc), 0, Mode.CREATE)) {
            Task<Void> waiter = Task.run(semaphore::acquire);
            waiter.thread().interrupt();
            waiter.assertThrew(InterruptedSessionException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReleaseAWaiterWhenItIsClosed(QtIpc ipc) throws Exception {
        QtSystemSemaphore semaphore = open(keys.next(ipc), 0, Mode.CREATE);
        Task<Void> waiter = Task.run(semaphore::acquire);
        Patience.until(() -> waiter.thread().isAlive());
        semaphore.close();
        semaphore.close();
        waiter.assertThrew(QtException.class);
        assertThatThrownBy(() -> semaphore.release(1)).isInstanceOf(QtException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"LEGACY_SYSTEM_V", "SYSTEM_V"})
    void shouldGoOnWithANewOneWhenItsOwnerRemovesIt(QtIpc ipc) throws Exception {
        QtNativeKey key = keys.next(ipc);
        QtSystemSemaphore owner = open(key, 0, Mode.CREATE);
        try (QtSystemSemaphore other = open(key, 0, Mode.OPEN)) {
            Task<Void> waiter = Task.run(other::acquire);
            owner.close();
            Patience.until(() -> key.semaphoreFile().toFile().exists());
            other.release(1);
            waiter.result();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldResetWithModeCreate(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        try (QtSystemSemaphore first = open(key, 5, Mode.CREATE); QtSystemSemaphore again = open(key, 1, Mode.CREATE)) {
            assertThat(again.value()).isEqualTo(1);
            // A POSIX one is replaced, and a process that has the old one keeps it.
            assertThat(first.value()).isEqualTo(ipc.isPosix() ? 5 : 1);
        }
    }

    private static QtSystemSemaphore open(QtNativeKey key, int initial, Mode mode) {
        return QtSystemSemaphore.open(key, initial, mode, Undo.NEVER);
    }
}
