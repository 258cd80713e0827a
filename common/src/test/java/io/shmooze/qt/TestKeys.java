// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Keys that nobody else has, and a look at what is left of them. */
final class TestKeys {
    private final Path directory;
    private final List<QtNativeKey> keys = new ArrayList<>();

    TestKeys(Path directory) {
        this.directory = directory;
    }

    QtNativeKey next(QtIpc ipc) {
        QtNativeKey key = new QtNativeKey(ipc, "shmooze-test-" + UUID.randomUUID(), directory);
        keys.add(key);
        return key;
    }

    QtPair pair(QtIpc ipc) {
        return new QtPair(ipc, next(ipc).key(), next(ipc).key(), next(ipc).key(), directory);
    }

    /** No file, and no System V object whose file is one of ours. */
    void assertNothingLeft() throws IOException {
        for (QtNativeKey key : keys) {
            assertThat(key.segmentFile()).doesNotExist();
            assertThat(key.semaphoreFile()).doesNotExist();
        }
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
