// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The options of one run.
 *
 * @param rounds number of them
 * @param time of one measurement
 * @param runs what to measure, in order
 * @param boundsChecks whether libraries check bounds that can leave that out
 * @param pinned whether each end runs on a processor of its own
 * @param json the file for all figures; null for none
 * @param report the file for the page; null for none
 * @param markdown the file with a section for the results; null for none
 */
record BenchOptions(int rounds, Duration time, List<Run> runs, boolean boundsChecks, boolean pinned, Path json,
        Path report, Path markdown) {
    /**
     * One contender and what to measure of it in each round.
     *
     * @param contender to measure
     * @param workloads at least one, in order
     */
    record Run(Contender contender, List<Workload> workloads) {
    }

    BenchOptions {
        if (runs.isEmpty()) {
            throw new UsageException("No transport and workload match --only and --work; --list shows them all");
        }
        checkFile("--json", json);
        checkFile("--report", report);
        checkFile("--markdown", markdown);
        if (markdown != null) {
            MarkdownReport.around(markdown);
        }
    }

    /** Called before the measurements, which take minutes. */
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

    /** The processor of an end; empty for any. */
    OptionalInt processor(int end) {
        return pinned ? OptionalInt.of(end) : OptionalInt.empty();
    }

    /** For people: who checks bounds. */
    String whoChecksBounds() {
        return boundsChecks ? "on for all" : contenders().stream()
                .filter(contender -> !contender.uncheckedOptions().isEmpty())
                .map(contender -> contender.transport().version()).distinct()
                .collect(Collectors.joining(", ", "off for ", "; on for the others, which have no switch"));
    }

    /** The names and versions of the other libraries. */
    String versions() {
        return contenders().stream().filter(contender -> !contender.isOwn())
                .map(contender -> contender.transport().version()).filter(Objects::nonNull).distinct()
                .collect(Collectors.joining(", "));
    }

    List<Contender> contenders() {
        return runs.stream().map(Run::contender).toList();
    }

    /** The workloads of all contenders, in order. */
    List<Workload> workloads() {
        List<Workload> workloads = new ArrayList<>(List.of(Workload.values()));
        workloads.removeIf(workload -> runs.stream().noneMatch(run -> run.workloads().contains(workload)));
        return workloads;
    }

    int steps() {
        return rounds * runs.stream().mapToInt(run -> run.workloads().size()).sum();
    }
}
