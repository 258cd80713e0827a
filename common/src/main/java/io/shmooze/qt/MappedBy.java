// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.segment.CurrentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds out who else has a file mapped: processes of this user, and others in this process. Reading all maps is slow,
 * so it is not done often.
 */
final class MappedBy {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String SELF = Long.toString(CurrentProcess.pid());
    private static final long INTERVAL_NS = 1_000_000_000;

    private final String file;
    private Attached known = Attached.NOBODY;
    private long lookedNs;

    MappedBy(Path file) {
        this.file = file.toString();
        this.lookedNs = System.nanoTime() - INTERVAL_NS;
    }

    /** As of at most a second ago; that a process has ended is seen at once. */
    Attached others(boolean mappedHere) {
        boolean gone = known.pid() > 0 && !Attached.isAlive(known.pid());
        if (gone || System.nanoTime() - lookedNs >= INTERVAL_NS) {
            known = look(mappedHere);
            lookedNs = System.nanoTime();
        }
        return known;
    }

    /**
     * As of now.
     *
     * @param mappedHere whether the caller has it mapped, once
     */
    Attached look(boolean mappedHere) {
        int count = mappedHere ? -1 : 0;
        long pid = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                int found = maps(process);
                count += found;
                pid = found > 0 && !process.endsWith(SELF) ? Long.parseLong(process.getFileName().toString()) : pid;
            }
        } catch (IOException e) {
            throw new QtException(QtError.UNKNOWN, "Cannot find out who uses " + file + ": " + e.getMessage(), e);
        }
        return count <= 0 ? Attached.NOBODY : new Attached(count, pid);
    }

    private int maps(Path process) {
        try (var lines = Files.lines(process.resolve("maps"))) {
            return (int) lines.filter(line -> line.endsWith(file)).count();
        } catch (IOException | UncheckedIOException e) {
            // Another user's, or it has just ended.
            return 0;
        }
    }
}
