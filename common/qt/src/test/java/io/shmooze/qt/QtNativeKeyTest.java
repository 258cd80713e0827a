// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QtNativeKeyTest {
    private static final Path PLACE = Path.of("/place");

    @TempDir
    Path directory;

    @Test
    void shouldNameTheClassicProgramsFilesAsQtDoes() {
        assertThat(legacy(QtPair.CLASSIC_KEY).segmentFile()).isEqualTo(PLACE.resolve(
                "qipc_sharedmemory_MySharedMemoryKeyXXXec92a8b546b67203af253bb8fe1f982510a6feb9"));
        assertThat(legacy(QtPair.CLASSIC_CLIENT_SEMAPHORE).semaphoreFile()).isEqualTo(PLACE.resolve(
                "qipc_systemsem_MySemaphoreKeyXXX4563958b864b7d01020c39ca424c0e90cf60411a"));
        assertThat(legacy(QtPair.CLASSIC_SERVER_SEMAPHORE).semaphoreFile()).isEqualTo(PLACE.resolve(
                "qipc_systemsem_MySemaphoreKeyXXXe381157e2f85622d5c7549a3876df7b50e82fe94"));
    }

    @Test
    void shouldNamePosixObjectsWithoutADirectory() {
        QtNativeKey hashed = new QtNativeKey(QtIpc.LEGACY_POSIX, QtPair.CLASSIC_KEY, PLACE);
        assertThat(hashed.segmentFile().getParent()).isEqualTo(Path.of("/dev/shm"));
        assertThat(hashed.segment().posix()).startsWith("/qipc_sharedmemory_MySharedMemoryKeyXXXec92a8");
        QtNativeKey plain = new QtNativeKey(QtIpc.POSIX, "plain", PLACE);
        assertThat(plain.segmentFile()).isEqualTo(Path.of("/dev/shm/plain"));
        assertThat(plain.semaphoreFile()).isEqualTo(Path.of("/dev/shm/sem.plain"));
        assertThat(plain.semaphore().posix()).isEqualTo("/plain");
    }

    @Test
    void shouldTakeNativeKeysAsPaths() {
        assertThat(new QtNativeKey(QtIpc.SYSTEM_V, "name", PLACE).segmentFile()).isEqualTo(PLACE.resolve("name"));
        assertThat(new QtNativeKey(QtIpc.SYSTEM_V, "/x/name", PLACE).semaphoreFile()).isEqualTo(Path.of("/x/name"));
    }

    @Test
    void shouldRefuseAnEmptyKey() {
        assertThatThrownBy(() -> legacy("")).isInstanceOfSatisfying(QtException.class,
                e -> assertThat(e.error()).isEqualTo(QtError.KEY_ERROR));
    }

    @Test
    void shouldComputeTheSystemsKeyFromTheInode() throws IOException {
        Path file = Files.createFile(directory.resolve("key"));
        long inode = (Long) Files.getAttribute(file, "unix:ino");
        int key = KeyFile.systemVKey(file);
        assertThat(key & 0xffff).isEqualTo((int) (inode & 0xffff));
        assertThat(key >>> 24).isEqualTo('Q');
    }

    private static QtNativeKey legacy(String key) {
        return new QtNativeKey(QtIpc.LEGACY_SYSTEM_V, key, PLACE);
    }
}
