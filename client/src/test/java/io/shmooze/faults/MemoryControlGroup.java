// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.testing.Patience;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A control group (cgroup v1 or v2): the kernel kills its processes when they take too much memory. */
final class MemoryControlGroup implements AutoCloseable {
    private static final Path SECOND = Path.of("/sys/fs/cgroup");
    private static final Path FIRST = SECOND.resolve("memory");

    private final Path directory;

    private MemoryControlGroup(Path directory) {
        this.directory = directory;
    }

    /** Skips the test, and says so, where this process may not create control groups of memory. */
    static MemoryControlGroup of(long bytes) {
        boolean second = Files.exists(SECOND.resolve("cgroup.controllers"));
        Path directory = (second ? SECOND : FIRST).resolve("shmooze-test-" + ProcessHandle.current().pid());
        MemoryControlGroup group = new MemoryControlGroup(directory);
        try {
            Files.createDirectory(directory);
            Files.writeString(directory.resolve(second ? "memory.max" : "memory.limit_in_bytes"), Long.toString(bytes));
            Files.writeString(directory.resolve(second ? "memory.swap.max" : "memory.swappiness"), "0");
        } catch (IOException e) {
            group.close();
            System.err.println("SKIPPED, for lack of a memory control group (" + e + "): a kill for lack of memory");
            assumeTrue(false, e::toString);
        }
        return group;
    }

    /** The command line that runs another one in this group. */
    List<String> around(List<String> command) {
        List<String> words = new ArrayList<>(
                List.of("sh", "-c", "echo $$ > " + directory.resolve("cgroup.procs") + " && exec \"$@\"", "sh"));
        words.addAll(command);
        return words;
    }

    /** Waits until the group can be removed: a process that has just died may still be in it. */
    @Override
    public void close() {
        Patience.until(this::isGone);
    }

    private boolean isGone() throws IOException {
        try {
            Files.deleteIfExists(directory);
            return true;
        } catch (FileSystemException e) {
            return false;
        }
    }
}
