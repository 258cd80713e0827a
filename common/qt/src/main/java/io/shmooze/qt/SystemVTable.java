// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The system's list of System V objects, of all users: {@code /proc/sysvipc}. */
final class SystemVTable {
    private static final int QT_PROJECT = 'Q';

    private final List<Entry> entries = new ArrayList<>();

    private SystemVTable(String name) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/sysvipc", name));
            String[] columns = lines.get(0).trim().split("\\s+");
            lines.subList(1, lines.size()).forEach(line -> entries.add(new Entry(columns, line.trim().split("\\s+"))));
        } catch (IOException e) {
            throw new QtException(QtError.UNKNOWN, "Cannot read the system's list of objects: " + e.getMessage(), e);
        }
    }

    static SystemVTable segments() {
        return new SystemVTable("shm");
    }

    static SystemVTable semaphores() {
        return new SystemVTable("sem");
    }

    /** A user's, with keys that are made as Qt makes them. */
    List<Entry> likeQts(int user) {
        return entries.stream().filter(entry -> entry.number("uid") == user && entry.key() >>> 24 == QT_PROJECT)
                .toList();
    }

    int count() {
        return entries.size();
    }

    long sum(String column) {
        return entries.stream().mapToLong(entry -> entry.number(column)).sum();
    }

    boolean has(int key) {
        return entries.stream().anyMatch(entry -> entry.key() == key);
    }

    /** One line of it. */
    static final class Entry {
        private static final int PERMISSIONS = 0777;

        private final Map<String, String> values = new HashMap<>();

        private Entry(String[] columns, String[] words) {
            for (int i = 0; i < Math.min(columns.length, words.length); i++) {
                values.put(columns[i], words[i]);
            }
        }

        /** Zero if there is no such column. */
        long number(String column) {
            return Long.parseLong(values.getOrDefault(column, "0"));
        }

        int key() {
            return (int) number("key");
        }

        /** The system lists it in octal, with flags in front. */
        int permissions() {
            return Integer.parseInt(values.getOrDefault("perms", "0"), 8) & PERMISSIONS;
        }
    }
}
