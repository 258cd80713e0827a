// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one run was asked for.
 *
 * @param rounds how many
 * @param time of one measurement
 * @param runs what is to be measured, in order
 * @param json where to write it; null for nowhere
 * @param report where to write it; null for nowhere
 */
record BenchOptions(int rounds, Duration time, List<Run> runs, Path json, Path report) {
    /**
     * What is measured of one contender in each round.
     *
     * @param contender which
     * @param works at least one, in order
     */
    record Run(Contender contender, List<Work> works) {
    }

    BenchOptions {
        if (runs.isEmpty()) {
            throw new UsageException("No transport and work match --only and --work; --list shows them all");
        }
        checkFile("--json", json);
        checkFile("--report", report);
    }

    /** Before minutes are spent on what cannot be written. */
    private static void checkFile(String option, Path file) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        boolean there = Files.exists(file);
        boolean beside = !there || Files.isRegularFile(file);
        if (Files.isDirectory(file) || folder == null || there && !Files.isWritable(file)
                || beside && !Files.isWritable(folder)) {
            throw new UsageException("Option " + option + ": cannot write " + file);
        }
    }

    List<Contender> contenders() {
        return runs.stream().map(Run::contender).toList();
    }

    /** All works that are measured of any contender, in order. */
    List<Work> works() {
        List<Work> works = new ArrayList<>(List.of(Work.values()));
        works.removeIf(work -> runs.stream().noneMatch(run -> run.works().contains(work)));
        return works;
    }

    int steps() {
        return rounds * runs.stream().mapToInt(run -> run.works().size()).sum();
    }
}
