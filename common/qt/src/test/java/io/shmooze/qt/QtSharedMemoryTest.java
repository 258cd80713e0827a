// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.qt.QtSharedMemory.Access;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.time.Duration;
import net.openhft.chronicle.bytes.Bytes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class QtSharedMemoryTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    @RegisterExtension
    final TestKeys keys = new TestKeys();

    @ParameterizedTest
    @EnumSource
    void shouldShareMemory(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        try (QtSharedMemory server = created(key, 1000); QtSharedMemory client = attached(key, Access.READ_WRITE)) {
            assertThat(client.size()).isEqualTo(1000);
            server.bytes().writeLong(8, 42);
            assertThat(client.bytes().readLong(8)).isEqualTo(42);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAccessOutsideOfTheSegment(QtIpc ipc) {
        try (QtSharedMemory memory = created(keys.next(ipc), 64)) {
            Bytes<?> bytes = memory.bytes();
            bytes.writeLong(56, 1);
            for (ThrowingCallable outside : new ThrowingCallable[] {
                () -> bytes.writeLong(57, 1), () -> bytes.writeByte(64, (byte) 1), () -> bytes.readByte(-1),
                () -> bytes.readLong(57), () -> bytes.writePosition(64).writeByte((byte) 1)}) {
                assertThatThrownBy(outside).isInstanceOfAny(BufferOverflowException.class,
                        BufferUnderflowException.class, IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotReachTheSegmentWhenAttachedToReadOnly(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        try (QtSharedMemory server = created(key, 64); QtSharedMemory client = attached(key, Access.READ_ONLY)) {
            server.bytes().writeByte(0, (byte) 7);
            Bytes<?> copy = client.bytes();
            assertThat(copy.readByte(0)).isEqualTo((byte) 7);
            copy.writeByte(0, (byte) 9);
            assertThat(server.bytes().readByte(0)).isEqualTo((byte) 7);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndItsBytesWhenDetached(QtIpc ipc) {
        QtSharedMemory memory = created(keys.next(ipc), 64);
        Bytes<?> bytes = memory.bytes();
        memory.detach();
        memory.detach();
        assertThat(memory.isAttached()).isFalse();
        assertThatThrownBy(() -> bytes.readByte(0)).isInstanceOfAny(IllegalStateException.class,
                BufferUnderflowException.class);
        assertThatThrownBy(memory::bytes).isInstanceOf(QtException.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellWhatWentWrong(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        assertError(QtError.NOT_FOUND, key, () -> attached(key, Access.READ_WRITE));
        assertError(QtError.INVALID_SIZE, null, () -> created(key, 0));
        assertError(QtError.INVALID_SIZE, null, () -> created(key, 1L << 31));
        try (QtSharedMemory memory = created(key, 64)) {
            assertError(QtError.ALREADY_EXISTS, key, () -> memory.create(64));
            assertError(QtError.LOCK_ERROR, key, memory::unlock);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotAttachToMoreThanABufferHolds(QtIpc ipc) throws IOException {
        QtNativeKey key = keys.next(ipc);
        NativeCalls calls = Natives.calls();
        int id = -1;
        try (RandomAccessFile file = new RandomAccessFile(key.segmentFile().toFile(), "rw")) {
            if (ipc.isPosix()) {
                file.setLength(1L << 31);
            } else {
                id = calls.shmget(KeyFile.systemVKey(key.segmentFile()), 1L << 31, 01600);
                assertThat(id).isNotNegative();
            }
            assertError(QtError.INVALID_SIZE, key, () -> attached(key, Access.READ_ONLY));
        } finally {
            // A native System V key has one file for its segment and its lock, which goes with the lock.
            Files.deleteIfExists(key.segmentFile());
            if (id >= 0) {
                assertThat(calls.shmctl(id, 0, null)).as("removed").isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LEGACY_SYSTEM_V", "SYSTEM_V"})
    void shouldNotReplaceASegmentInUse(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        try (QtSharedMemory first = created(key, 64)) {
            assertError(QtError.ALREADY_EXISTS, key, () -> created(key, 64));
            assertThat(first.isAttached()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LEGACY_SYSTEM_V", "SYSTEM_V"})
    void shouldTellThatTheSystemHasNoRoom(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        assertThatThrownBy(() -> created(key, 1L << 55)).isInstanceOfSatisfying(QtException.class, e ->
                assertThat(e.error()).isIn(QtError.OUT_OF_RESOURCES, QtError.INVALID_SIZE));
    }

    @ParameterizedTest
    @EnumSource
    void shouldLockForOneThreadOnly(QtIpc ipc) throws Exception {
        QtNativeKey key = keys.next(ipc);
        try (QtSharedMemory server = created(key, 64); QtSharedMemory client = attached(key, Access.READ_WRITE)) {
            server.lock(SHORT);
            assertError(QtError.LOCK_ERROR, key, () -> server.lock(SHORT));
            assertError(QtError.LOCK_ERROR, key, () -> client.lock(SHORT));
            Task.run(() -> {
                assertError(QtError.LOCK_ERROR, key, () -> server.lock(SHORT));
                assertError(QtError.LOCK_ERROR, key, server::unlock);
            }).result();
            server.unlock();
            client.lock(SHORT);
            client.unlock();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LEGACY_POSIX", "POSIX"})
    void shouldLeaveTheNextSegmentOfItsNameAlone(QtIpc ipc) throws IOException {
        QtNativeKey key = keys.next(ipc);
        QtSharedMemory first = new QtSharedMemory(key);
        first.create(64);
        Files.delete(key.segmentFile());
        QtSharedMemory next = new QtSharedMemory(key);
        next.create(64);
        first.detach();
        assertThat(key.segmentFile()).exists();
        next.detach();
    }

    @ParameterizedTest
    @EnumSource(names = {"LEGACY_SYSTEM_V", "SYSTEM_V"})
    void shouldTakeTheLockAgainThatADeadProcessLeftTaken(QtIpc ipc) {
        QtNativeKey key = keys.next(ipc);
        try (QtSharedMemory memory = created(key, 64);
             QtSystemSemaphore lock = QtSystemSemaphore.open(key, 1, QtSystemSemaphore.Mode.OPEN,
                     QtSystemSemaphore.Undo.NEVER)) {
            // As of a process that took it without undo and died: nobody else is attached.
            lock.acquire();
            memory.lock(SHORT);
            memory.unlock();
            assertThat(lock.value()).isEqualTo(1);
        }
    }

    private static QtSharedMemory created(QtNativeKey key, long size) {
        QtSharedMemory memory = new QtSharedMemory(key);
        memory.create(size);
        return memory;
    }

    private static QtSharedMemory attached(QtNativeKey key, Access access) {
        QtSharedMemory memory = new QtSharedMemory(key);
        memory.attach(access);
        return memory;
    }

    private static void assertError(QtError error, QtNativeKey key, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(QtException.class, e -> {
            assertThat(e.error()).isEqualTo(error);
            assertThat(e).hasMessageContaining(key == null ? "1 to 2147483647 bytes" : key.key());
        });
    }
}
