// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.OneQtTestAtATime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keys that nobody else has: register it with {@code @RegisterExtension}. Nothing may be left of them in the end. */
final class TestKeys implements BeforeEachCallback, AfterEachCallback {
    private final List<QtNativeKey> keys = new ArrayList<>();
    private final OneQtTestAtATime turn = new OneQtTestAtATime();
    private Path directory;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        turn.beforeAll(context);
        directory = Files.createTempDirectory("shmooze-keys");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        try {
            assertNothingLeft();
        } finally {
            for (QtNativeKey key : keys) {
                Files.deleteIfExists(key.segmentFile());
                Files.deleteIfExists(key.semaphoreFile());
            }
            Files.delete(directory);
            turn.afterAll(context);
        }
    }

    QtNativeKey next(QtIpc ipc) {
        QtNativeKey key = new QtNativeKey(ipc, "shmooze-test-" + UUID.randomUUID(), directory);
        keys.add(key);
        return key;
    }

    QtPair pair(QtIpc ipc) {
        return new QtPair(ipc, next(ipc).key(), next(ipc).key(), next(ipc).key(), directory);
    }

    /** Removes everything of these keys from the system, and makes it impossible to make any of it again. */
    void destroy() throws IOException {
        List<QtObject> all = QtInventory.of(directory).stream()
                .filter(object -> object.file() != null && object.file().startsWith(directory)).toList();
        for (QtObject object : all) {
            Files.delete(object.file());
        }
        Files.delete(directory);
        all.forEach(QtObject::remove);
    }

    /** A System V object removes its file when it goes. */
    private void assertNothingLeft() throws IOException {
        for (QtNativeKey key : keys) {
            assertThat(key.segmentFile()).doesNotExist();
            assertThat(key.semaphoreFile()).doesNotExist();
        }
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
