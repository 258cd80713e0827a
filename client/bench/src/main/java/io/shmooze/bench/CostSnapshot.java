// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cost of the threads of a process until an instant, from {@code /proc}. The threads by which a JVM compiles
 * and keeps time do not count, because they run whatever the program does; its garbage collection does.
 */
final class CostSnapshot {
    private static final List<String> OF_THE_JVM = List.of("C1 Compiler", "C2 Compiler", "VM Periodic", "VM Thread",
            "G1 Service", "Signal Dispatch", "Service Thread", "Monitor Deflati", "Common-Cleaner", "Notification",
            "Sweeper", "bench-lifeline");

    /**
     * The argument that is a timeout, by the number of the system call on this architecture; in the order of the names:
     * futex, epoll_wait, epoll_pwait, poll, ppoll, nanosleep, clock_nanosleep.
     */
    private static final Map<String, Map<Integer, Integer>> TIMEOUTS = Map.of(
            "amd64", Map.of(202, 4, 232, 4, 281, 4, 7, 3, 271, 3, 35, 1, 230, 3),
            "aarch64", Map.of(98, 4, 22, 4, 73, 3, 101, 1, 115, 3));
    private static final int NUMBER_AND_ARGUMENTS = 7;
    /** How {@code /proc} shows a timeout that is none: a null pointer, or the int -1. */
    private static final Set<String> NEVER = Set.of("0x0", "0xffffffff", "0xffffffffffffffff");

    /** By task; empty where there is no {@code /proc}. */
    private final Map<Path, Cost> costs = new HashMap<>();

    private CostSnapshot() {
    }

    static CostSnapshot of(long pid) throws IOException {
        CostSnapshot snapshot = new CostSnapshot();
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (Files.isDirectory(tasks)) {
            snapshot.addAll(tasks);
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
                costs.put(task, new Cost(Double.parseDouble(times[0]), switches(task.resolve("status")),
                        timers(task.resolve("syscall"))));
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

    /** 1 if the thread is in a system call with a timeout. */
    private static double timers(Path systemCall) throws IOException {
        Map<Integer, Integer> timeouts = TIMEOUTS.get(System.getProperty("os.arch"));
        if (timeouts == null || !Files.isReadable(systemCall)) {
            return Double.NaN;
        }
        String[] words = Files.readString(systemCall).strip().split(" ");
        Integer timeout = words.length < NUMBER_AND_ARGUMENTS ? null : timeouts.get(Integer.parseInt(words[0]));
        return timeout == null || NEVER.contains(words[timeout]) ? 0 : 1;
    }

    /** The cost, since then, of the threads that are alive now. */
    Cost since(CostSnapshot before) {
        return costs.entrySet().stream()
                .map(entry -> entry.getValue().since(before.costs.getOrDefault(entry.getKey(), Cost.NONE)))
                .reduce(Cost::plus).orElse(Cost.UNKNOWN);
    }
}
