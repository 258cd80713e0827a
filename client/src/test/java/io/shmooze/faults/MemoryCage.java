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

/** A control group of either version whose processes the kernel kills when they take too much memory. */
final class MemoryCage implements AutoCloseable {
    private static final Path SECOND = Path.of("/sys/fs/cgroup");
    private static final Path FIRST = SECOND.resolve("memory");

    private final Path group;

    private MemoryCage(Path group) {
        this.group = group;
    }

    /** Skips the test, and says so, where this process may not make control groups of memory. */
    static MemoryCage of(long bytes) {
        boolean second = Files.exists(SECOND.resolve("cgroup.controllers"));
        Path group = (second ? SECOND : FIRST).resolve("shmooze-test-" + ProcessHandle.current().pid());
        MemoryCage cage = new MemoryCage(group);
        try {
            Files.createDirectory(group);
            Files.writeString(group.resolve(second ? "memory.max" : "memory.limit_in_bytes"), Long.toString(bytes));
            Files.writeString(group.resolve(second ? "memory.swap.max" : "memory.swappiness"), "0");
        } catch (IOException e) {
            cage.close();
            System.err.println("SKIPPED, for want of a memory control group (" + e + "): a kill for want of memory");
            assumeTrue(false, e::toString);
        }
        return cage;
    }

    /** The command line that runs another one in here. */
    List<String> around(List<String> command) {
        List<String> words = new ArrayList<>(
                List.of("sh", "-c", "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"", "sh"));
        words.addAll(command);
        return words;
    }

    /** A process that has just died may still be in it. */
    @Override
    public void close() {
        Patience.until(this::isGone);
    }

    private boolean isGone() throws IOException {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (FileSystemException e) {
            return false;
        }
    }
}
