// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.torture.Tally.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where an episode happens.
 *
 * @param scratch a directory of its own
 * @param channels the directory of the channel
 * @param segmentSize of each session, bytes
 * @param tally of the run
 */
record Scene(Path scratch, Path channels, int segmentSize, Tally tally) implements AutoCloseable {
    private static final int FILE_LOOKS = 250;
    private static final int FILE_PAUSE_MS = 20;

    static Scene create(int segmentSize, Tally tally) throws IOException {
        // Not the temporary directory, whose path may be too long for a Unix socket.
        Path scratch = Files.createTempDirectory(Path.of("/tmp"), "shmt");
        Scene scene = new Scene(scratch, scratch.resolve("d"), segmentSize, tally);
        Runtime.getRuntime().addShutdownHook(new Thread(scene::abandon));
        return scene;
    }

    /** Told to end in the middle, this process has only moments. */
    private void abandon() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("Cannot remove " + scratch + ": " + e);
        }
    }

    List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(channels)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Waits some time, because the handshake of a client that was killed may just be ending. */
    void expectFiles(String... names) throws IOException, InterruptedException {
        for (int i = 0; i < FILE_LOOKS && !files().equals(List.of(names)); i++) {
            TimeUnit.MILLISECONDS.sleep(FILE_PAUSE_MS);
        }
        if (!files().equals(List.of(names))) {
            tally.found(Fault.LEAKED, "files " + files() + " instead of " + List.of(names));
        }
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(scratch)) {
            return;
        }
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
