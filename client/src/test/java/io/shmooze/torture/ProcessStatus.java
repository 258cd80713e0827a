// SPDX-License-Identifier: Apache-2.0
package io.shmooze.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The resources of a process, as the kernel counts them.
 *
 * @param descriptors open ones, but those of segments
 * @param segmentDescriptors open ones of segments
 * @param sockets those of them that are sockets
 * @param threads all
 * @param sessionThreads those that the library made
 * @param segments mapped, each once
 * @param bulkKb memory of bulk areas that it has written or read
 * @param residentKb private memory in use
 */
record ProcessStatus(int descriptors, int segmentDescriptors, int sockets, int threads, int sessionThreads,
                     int segments, long bulkKb, long residentKb) {
    /** The words of a line of {@code maps}. */
    private static final int OFFSET = 2;
    private static final int INODE = 4;
    private static final Pattern MAPPING = Pattern.compile("[0-9a-f]+-[0-9a-f]+ ");
    private static final int REST_LOOKS = 500;
    private static final int REST_PAUSE_MS = 10;
    /** The JVM itself opens a file or starts a thread now and then. */
    private static final int SLACK = 1;

    static ProcessStatus of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        return new ProcessStatus(count(proc.resolve("fd"), fd -> !isSegment(link(fd))),
                count(proc.resolve("fd"), fd -> isSegment(link(fd))),
                count(proc.resolve("fd"), fd -> link(fd).startsWith("socket:")),
                count(proc.resolve("task"), any -> true),
                count(proc.resolve("task"), task -> lines(task.resolve("comm")).get(0).startsWith("shmooze-")),
                (int) lines(proc.resolve("maps")).stream().filter(ProcessStatus::isSegment)
                        .map(line -> line.split(" +")[INODE]).distinct().count(),
                bulkKb(lines(proc.resolve("smaps"))),
                lines(proc.resolve("status")).stream().filter(line -> line.startsWith("RssAnon:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum());
    }

    /** The bulk areas are what is mapped of a segment's file from its second page on. */
    private static long bulkKb(List<String> smaps) {
        long sum = 0;
        boolean bulk = false;
        for (String line : smaps) {
            if (line.startsWith("Rss:")) {
                sum += bulk ? Long.parseLong(line.replaceAll("\\D", "")) : 0;
            } else if (MAPPING.matcher(line).lookingAt()) {
                bulk = isSegment(line) && Long.parseLong(line.split(" +")[OFFSET], 16) != 0;
            }
        }
        return sum;
    }

    private static boolean isSegment(String line) {
        return line.contains(".segment");
    }

    /**
     * Waits until a process has no more than its living sessions need, and neither more nor less than at the look
     * before, or for some time; returns its last status.
     */
    static ProcessStatus atRest(long pid, int sessions, int listeners) throws IOException, InterruptedException {
        ProcessStatus before = null;
        ProcessStatus status = of(pid);
        for (int i = 0; i < REST_LOOKS && !(status.isClean(sessions, listeners) && status.isLike(before)); i++) {
            TimeUnit.MILLISECONDS.sleep(REST_PAUSE_MS);
            before = status;
            status = of(pid);
        }
        return status;
    }

    private boolean isLike(ProcessStatus other) {
        return other != null && descriptors == other.descriptors && segmentDescriptors == other.segmentDescriptors
                && threads == other.threads;
    }

    /**
     * Two sockets, a segment and a thread for each session, a socket and a thread for a listener. A session with bulk
     * areas keeps the descriptor of its segment.
     */
    boolean isClean(int sessions, int listeners) {
        // The JDK may hold one more: it puts it in the place of a closed channel.
        int spareSockets = sockets - 2 * sessions - listeners;
        return spareSockets >= 0 && spareSockets <= 1 && segments == sessions
                && segmentDescriptors <= sessions
                && sessionThreads == sessions + listeners;
    }

    boolean isMoreThan(ProcessStatus before) {
        return descriptors > before.descriptors + SLACK || threads > before.threads + SLACK;
    }

    private static int count(Path directory, Predicate<Path> which) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return (int) entries.filter(which).count();
        } catch (NoSuchFileException e) {
            // The process has ended, which its supervisor finds out for itself.
            return 0;
        }
    }

    private static String link(Path path) {
        try {
            return Files.readSymbolicLink(path).toString();
        } catch (IOException e) {
            return "gone";
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of("gone");
        }
    }
}
