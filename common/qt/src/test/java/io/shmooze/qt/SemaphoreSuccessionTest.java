// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.qt.QtSystemSemaphore.Undo;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A semaphore that somebody has removed, and the next one of the same key, which belongs to others. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class SemaphoreSuccessionTest {
    @RegisterExtension
    final TestKeys keys = new TestKeys();

    @ParameterizedTest
    @EnumSource
    void shouldRemoveOnceOnly(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        SemaphoreBackend removed = create(key);
        removed.close(true);
        SemaphoreBackend next = create(key);
        removed.close(true);
        assertIsFoundBy(key, next);
        next.close(true);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveTheNextOneAloneWhenItCloses(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        SemaphoreBackend first = create(key);
        create(key).close(true);
        SemaphoreBackend next = create(key);
        first.close(true);
        assertIsFoundBy(key, next);
        next.close(true);
    }

    @ParameterizedTest
    @EnumSource(names = {"LEGACY_SYSTEM_V", "SYSTEM_V"})
    void shouldGoOnWithTheNextOneWithoutTouchingItsFile(QtIpc ipc) throws IOException {
        QtNativeKey key = keys.next(ipc);
        SemaphoreBackend first = create(key);
        create(key).close(true);
        SemaphoreBackend next = create(key);
        int file = KeyFile.systemVKey(key.semaphoreFile());
        next.release(1);
        assertThat(first.acquire(0)).isTrue();
        assertThat(KeyFile.systemVKey(key.semaphoreFile())).isEqualTo(file);
        assertThat(first.isOwner()).isFalse();
        assertIsFoundBy(key, next);
        next.close(true);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFollowTheKeyToTheNextOne(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        SemaphoreBackend first = create(key);
        create(key).close(true);
        SemaphoreBackend next = create(key);
        first.follow();
        next.release(1);
        assertThat(first.acquire(0)).isTrue();
        assertThat(first.isOwner()).isFalse();
        first.close(false);
        next.close(true);
    }

    @ParameterizedTest
    @EnumSource(names = {"LEGACY_SYSTEM_V", "SYSTEM_V"})
    void shouldWaitForTheNextOneInsteadOfMakingIt(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        SemaphoreBackend owner = create(key);
        SemaphoreBackend other = QtSystemSemaphore.backend(ipc, key.semaphore(), 0, false, Undo.NEVER, false);
        owner.close(true);
        assertThat(other.acquire(Long.MAX_VALUE / 2)).isFalse();
        other.release(1);
        other.reset(0);
        assertThat(other.awaitZero(Long.MAX_VALUE / 2)).isTrue();
        assertThat(other.isGone()).isTrue();
        assertThat(key.semaphoreFile()).doesNotExist();
        SemaphoreBackend next = create(key);
        other.follow();
        assertThat(other.isGone()).isFalse();
        next.release(1);
        assertThat(other.acquire(0)).isTrue();
        other.close(other.isOwner());
        next.close(true);
    }

    private static SemaphoreBackend create(QtNativeKey key) {
        return QtSystemSemaphore.backend(key.ipc(), key.semaphore(), 0, true, Undo.NEVER, true);
    }

    /** A process that opens the key now shares this one. */
    private static void assertIsFoundBy(QtNativeKey key, SemaphoreBackend expected) {
        SemaphoreBackend found =
                QtSystemSemaphore.backend(key.ipc(), key.semaphore(), 0, false, Undo.NEVER, true);
        expected.release(1);
        assertThat(found.acquire(0)).isTrue();
        found.close(false);
    }
}
