// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the threads of processes had used at an instant, from {@code /proc}. Left out are the threads by which a JVM
 * compiles and keeps time, whatever the program does; those that collect garbage when there is some count.
 */
final class Snapshot {
    private static final List<String> OF_THE_JVM = List.of("C1 Compiler", "C2 Compiler", "VM Periodic", "VM Thread",
            "G1 Service", "Signal Dispatch", "Service Thread", "Monitor Deflati", "Common-Cleaner", "Notification",
            "Sweeper", "bench-lifeline");

    /** By task; empty where there is no {@code /proc}. */
    private final Map<Path, Cost> costs = new HashMap<>();

    private Snapshot() {
    }

    static Snapshot of(List<Long> pids) throws IOException {
        Snapshot snapshot = new Snapshot();
        for (long pid : pids) {
            Path tasks = Path.of("/proc", Long.toString(pid), "task");
            if (Files.isDirectory(tasks)) {
                snapshot.addAll(tasks);
            }
        }
        return snapshot;
    }

    private void addAll(Path tasks) throws IOException {
        try (DirectoryStream<Path> each = Files.newDirectoryStream(tasks)) {
            for (Path task : each) {
                add(task);
            }
        }
    }

    private void add(Path task) throws IOException {
        try {
            String name = Files.readString(task.resolve("comm"));
            if (OF_THE_JVM.stream().noneMatch(name::startsWith)) {
                String[] times = Files.readString(task.resolve("schedstat")).split(" ");
                costs.put(task, new Cost(Double.parseDouble(times[0]), switches(task.resolve("status"))));
            }
        } catch (IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
            // The thread has ended meanwhile.
        }
    }

    private static double switches(Path status) throws IOException {
        return Files.readAllLines(status).stream().filter(line -> line.contains("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+")[1])).sum();
    }

    /** What was used since then by the threads that are alive now. */
    Cost since(Snapshot before) {
        return costs.entrySet().stream()
                .map(entry -> entry.getValue().minus(before.costs.getOrDefault(entry.getKey(), Cost.NONE)))
                .reduce(Cost::plus).orElse(Cost.UNKNOWN);
    }
}
