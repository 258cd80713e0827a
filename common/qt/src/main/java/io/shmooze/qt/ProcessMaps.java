// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.segment.CurrentProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds the processes that have a file or a System V segment mapped, by the memory maps that this user may read: those
 * of its own processes. Reading all maps is slow, so it is not done often.
 */
final class ProcessMaps {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String SELF = Long.toString(CurrentProcess.pid());
    private static final long INTERVAL_NS = 1_000_000_000;

    private final Predicate<String> line;
    private Attached known = Attached.NOBODY;
    private long lookedNs;

    private ProcessMaps(Predicate<String> line) {
        this.line = line;
        this.lookedNs = System.nanoTime() - INTERVAL_NS;
    }

    static ProcessMaps file(Path file) {
        String name = file.toString();
        return new ProcessMaps(line -> line.endsWith(name));
    }

    /** The system shows a segment's number as the inode of a file that is named after the key. */
    static ProcessMaps segment(int key, int id) {
        String name = String.format("/SYSV%08x (deleted)", key);
        String inode = Integer.toString(id);
        return new ProcessMaps(line -> line.endsWith(name) && inode.equals(line.split("\\s+")[4]));
    }

    /** At most a second old, but the end of the process that it names is seen at once. */
    Attached others(boolean mappedHere) {
        boolean gone = known.pid() > 0 && !Attached.isAlive(known.pid());
        if (gone || System.nanoTime() - lookedNs >= INTERVAL_NS) {
            known = look(mappedHere);
            lookedNs = System.nanoTime();
        }
        return known;
    }

    /**
     * Reads all maps now.
     *
     * @param mappedHere whether the caller has it mapped, once
     */
    Attached look(boolean mappedHere) {
        int count = mappedHere ? -1 : 0;
        long pid = 0;
        for (Path process : processes()) {
            int found = (int) maps(process).stream().filter(line).count();
            count += found;
            pid = found > 0 && !process.endsWith(SELF) ? pid(process) : pid;
        }
        return count <= 0 ? Attached.NOBODY : new Attached(count, pid);
    }

    /** The processes that have it mapped. */
    List<Long> in(Map<Long, List<String>> maps) {
        return maps.keySet().stream().filter(pid -> maps.get(pid).stream().anyMatch(line)).toList();
    }

    /** The lines of every process that this user may look at, this one included. */
    static Map<Long, List<String>> allMaps() {
        Map<Long, List<String>> all = new TreeMap<>();
        processes().forEach(process -> all.put(pid(process), maps(process)));
        return all;
    }

    private static List<Path> processes() {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            processes.forEach(all::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw new QtException(QtError.UNKNOWN, "Cannot look at the processes: " + e.getMessage(), e);
        }
        return all;
    }

    private static long pid(Path process) {
        return Long.parseLong(process.getFileName().toString());
    }

    private static List<String> maps(Path process) {
        try {
            // Names of files are bytes, and need not be UTF-8.
            return new String(Files.readAllBytes(process.resolve("maps")), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            // Another user's, or it has just ended.
            return List.of();
        }
    }
}
