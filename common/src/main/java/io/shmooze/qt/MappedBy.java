// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.segment.CurrentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Finds out who has a file or a System V segment mapped, as far as the system shows the memory maps of processes: those
 * of this user. Reading all maps is slow, so it is not done often.
 */
final class MappedBy {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String SELF = Long.toString(CurrentProcess.pid());
    private static final long INTERVAL_NS = 1_000_000_000;

    private final String what;
    private final Predicate<String> line;
    private Attached known = Attached.NOBODY;
    private long lookedNs;

    private MappedBy(String what, Predicate<String> line) {
        this.what = what;
        this.line = line;
        this.lookedNs = System.nanoTime() - INTERVAL_NS;
    }

    static MappedBy file(Path file) {
        String name = file.toString();
        return new MappedBy(name, line -> line.endsWith(name));
    }

    /** The system shows a segment's number as the inode of a file that is named after the key. */
    static MappedBy segment(int key, int id) {
        String name = String.format("/SYSV%08x (deleted)", key);
        String inode = Integer.toString(id);
        return new MappedBy("the segment " + id, line -> line.endsWith(name) && inode.equals(line.split("\\s+")[4]));
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
            throw new QtException(QtError.UNKNOWN, "Cannot find out who uses " + what + ": " + e.getMessage(), e);
        }
        return count <= 0 ? Attached.NOBODY : new Attached(count, pid);
    }

    private int maps(Path process) {
        try (var lines = Files.lines(process.resolve("maps"))) {
            return (int) lines.filter(line).count();
        } catch (IOException | UncheckedIOException e) {
            // Another user's, or it has just ended.
            return 0;
        }
    }
}
