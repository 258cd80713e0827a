// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import io.shmooze.torture.TortureReport.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The directories and the segment size of an episode. Closing it removes the directories.
 *
 * @param scratch a directory of its own
 * @param channels the directory of the channel
 * @param segmentSize of each session, in bytes
 * @param report of the run
 */
record TestBed(Path scratch, Path channels, int segmentSize, TortureReport report) implements AutoCloseable {
    private static final int FILE_LOOKS = 250;
    private static final int FILE_PAUSE_MS = 20;

    static TestBed create(int segmentSize, TortureReport report) throws IOException {
        // Not the temporary directory, whose path may be too long for a Unix socket.
        Path scratch = Files.createTempDirectory(Path.of("/tmp"), "shmt");
        TestBed testBed = new TestBed(scratch, scratch.resolve("d"), segmentSize, report);
        Runtime.getRuntime().addShutdownHook(new Thread(testBed::abandon));
        return testBed;
    }

    /** For the shutdown hook, which has little time. */
    private void abandon() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("Cannot remove " + scratch + ": " + e);
        }
    }

    /** None before the first server has made the directory. */
    List<String> files() throws IOException {
        if (!Files.exists(channels)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(channels)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Waits some time, because the handshake of a killed client may still be ending. */
    void expectFiles(String... names) throws IOException, InterruptedException {
        for (int i = 0; i < FILE_LOOKS && !files().equals(List.of(names)); i++) {
            TimeUnit.MILLISECONDS.sleep(FILE_PAUSE_MS);
        }
        if (!files().equals(List.of(names))) {
            report.found(Fault.LEAKED, "files " + files() + " instead of " + List.of(names));
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
