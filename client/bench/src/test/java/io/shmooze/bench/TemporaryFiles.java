// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a run beside those that it was asked for. */
final class TemporaryFiles {
    private TemporaryFiles() {
    }

    static List<Path> of(long pid) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path parent : List.of(Path.of("/dev/shm"), Path.of(System.getProperty("java.io.tmpdir")))) {
            if (Files.isDirectory(parent)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, "shmooze-bench-" + pid + "-*")) {
                    files.forEach(found::add);
                }
            }
        }
        return found;
    }

    static void expectNone(long pid) {
        try {
            assertThat(of(pid)).isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
