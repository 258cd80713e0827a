// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Commands of the system that tests use. */
public final class Tools {
    private Tools() {
    }

    /**
     * Skips the test, and says so, where a command is missing.
     *
     * @param command its name
     * @param consequence what is not tested
     */
    public static void require(String command, String consequence) {
        boolean found = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
        if (!found) {
            System.err.println("SKIPPED, for want of the command " + command + ": " + consequence);
        }
        assumeTrue(found, () -> "There is no command " + command);
    }

    /**
     * Skips the test, and says so, where this process may not read a file.
     *
     * @param file is opened, but not read
     * @param consequence what is not tested
     */
    public static void requireReadable(Path file, String consequence) {
        try {
            FileChannel.open(file).close();
        } catch (IOException e) {
            System.err.println("SKIPPED, because this process may not read " + file + ": " + consequence);
            assumeTrue(false, e::toString);
        }
    }

    /**
     * Runs a command to its end, which has to be a good one.
     *
     * @param command the words
     */
    public static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Skips the test, and says so, where this process, and so each that it starts, was told to ignore a signal: nohup
     * does that to HUP, and a shell to INT for what it starts in the background.
     *
     * @param name HUP, INT or TERM
     */
    public static void requireSignal(String name) {
        int number = switch (name) {
            case "HUP" -> 1;
            case "INT" -> 2;
            case "TERM" -> 15;
            default -> throw new IllegalArgumentException(name);
        };
        boolean ignored = (ignoredSignals() & 1L << number - 1) != 0;
        if (ignored) {
            System.err.println("SKIPPED, because this process ignores SIG" + name + ": whether the programs heed it");
        }
        assumeTrue(!ignored, "SIG" + name + " is ignored");
    }

    /**
     * Whether this process has locked a file, as the kernel says.
     *
     * @param file any
     * @return true if it has
     */
    public static boolean isLocked(Path file) {
        try {
            String process = " " + ProcessHandle.current().pid() + " ";
            String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
            return Files.readAllLines(Path.of("/proc/locks")).stream()
                    .anyMatch(line -> line.contains(process) && line.contains(inode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a mask, whose lowest bit is signal 1. */
    private static long ignoredSignals() {
        try {
            String mask = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("SigIgn:")).findFirst().orElse("SigIgn: 0").split("\\s+")[1];
            return Long.parseUnsignedLong(mask, 16);
        } catch (IOException e) {
            return 0;
        }
    }
}
