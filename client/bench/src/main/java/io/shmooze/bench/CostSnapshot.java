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
 * The cost of the threads of some processes until an instant, from {@code /proc}. The threads by which a JVM compiles
 * and keeps time do not count, because they run whatever the program does; its garbage collection does.
 */
final class CostSnapshot {
    private static final List<String> OF_THE_JVM = List.of("C1 Compiler", "C2 Compiler", "VM Periodic", "VM Thread",
            "G1 Service", "Signal Dispatch", "Service Thread", "Monitor Deflati", "Common-Cleaner", "Notification",
            "Sweeper", "bench-lifeline");

    /** By task; empty where there is no {@code /proc}. */
    private final Map<Path, Cost> costs = new HashMap<>();

    private CostSnapshot() {
    }

    static CostSnapshot of(List<Long> pids) throws IOException {
        CostSnapshot snapshot = new CostSnapshot();
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

    /** The cost, since then, of the threads that are alive now. */
    Cost since(CostSnapshot before) {
        return costs.entrySet().stream()
                .map(entry -> entry.getValue().minus(before.costs.getOrDefault(entry.getKey(), Cost.NONE)))
                .reduce(Cost::plus).orElse(Cost.UNKNOWN);
    }
}
