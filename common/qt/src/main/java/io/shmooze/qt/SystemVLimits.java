// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Says which of the kernel's limits prevented a System V object: the system has one error for several of
 * them. It looks a moment after the error.
 */
final class SystemVLimits {
    private static final Path LIMITS = Path.of("/proc/sys/kernel");
    private static final String RAISE = ", or let root raise it: sysctl -w kernel.";
    /** The least, bytes. */
    private static final long PAGE = 4096;
    private static final long MOST_OBJECTS = 32_768;
    /** In the file of the limits of semaphores. */
    private static final int SEMMNS = 1;
    private static final int SEMMNI = 3;

    private SystemVLimits() {
    }

    /** Why {@code shmget} has not made a segment of that size. */
    static QtException ofSegment(QtName name, long result, long size) {
        int errno = (int) -result;
        try {
            SystemVTable present = SystemVTable.segments();
            long most = limits("shmmni")[0];
            long largest = limits("shmmax")[0];
            if (errno == Errno.EINVAL && Long.compareUnsigned(size, largest) > 0) {
                return reached(name, "it would have " + size + " bytes", "SHMMAX", largest, "shmmax",
                        "Make it smaller" + RAISE + "shmmax=" + size);
            }
            if (errno == Errno.ENOSPC && present.count() >= most) {
                return reached(name, "the system has " + present.count() + " segments", "SHMMNI", most, "shmmni",
                        "Remove dead ones (qt-clean, or ipcs -m and ipcrm -m ID)" + RAISE + "shmmni=" + doubled(most));
            }
            if (errno == Errno.ENOSPC) {
                long pages = limits("shmall")[0];
                return reached(name, "all segments together would have " + (present.sum("size") + size) + " bytes",
                        "SHMALL, in pages,", pages, "shmall", "Remove dead ones (qt-clean, or ipcs -m and ipcrm -m ID)"
                        + RAISE + "shmall=" + (pages + size / PAGE + 1));
            }
        } catch (IOException e) {
            return QtException.of("create", name, result);
        }
        return QtException.of("create", name, result);
    }

    /** Why {@code semget} has not made a set of one semaphore. */
    static QtException ofSemaphore(QtName name, long result) {
        if (result != -Errno.ENOSPC) {
            return QtException.of("open", name, result);
        }
        try {
            SystemVTable present = SystemVTable.semaphores();
            long[] limits = limits("sem");
            boolean sets = present.count() >= limits[SEMMNI];
            long reached = limits[sets ? SEMMNI : SEMMNS];
            limits[sets ? SEMMNI : SEMMNS] = doubled(reached);
            String raised = String.join(" ", Arrays.stream(limits).mapToObj(Long::toString).toList());
            String fact = "the system has " + (sets ? present.count() + " sets of semaphores"
                    : present.sum("nsems") + " semaphores");
            return reached(name, fact, sets ? "SEMMNI" : "SEMMNS", reached, "sem",
                    "Remove dead ones (qt-clean, or ipcs -s and ipcrm -s ID)" + RAISE + "sem=\"" + raised + "\"");
        } catch (IOException e) {
            return QtException.of("open", name, result);
        }
    }

    /** As far as the kernel takes it. */
    private static long doubled(long count) {
        return Math.min(2 * count + 1, Math.max(count, MOST_OBJECTS));
    }

    private static QtException reached(QtName name, String fact, String limit, long value, String file, String remedy) {
        return new QtException(QtError.OUT_OF_RESOURCES, "Cannot create " + name + ": " + fact
                + ", and the kernel's limit " + limit + " is " + Long.toUnsignedString(value) + " ("
                + LIMITS.resolve(file) + "). " + remedy);
    }

    /** With a single read, because a second one gets nothing. Some limits are unsigned 64-bit numbers. */
    private static long[] limits(String file) throws IOException {
        byte[] text = new byte[256];
        try (InputStream in = Files.newInputStream(LIMITS.resolve(file))) {
            int length = Math.max(0, in.read(text));
            return Arrays.stream(new String(text, 0, length, StandardCharsets.US_ASCII).trim().split("\\s+"))
                    .mapToLong(Long::parseUnsignedLong).toArray();
        }
    }
}
