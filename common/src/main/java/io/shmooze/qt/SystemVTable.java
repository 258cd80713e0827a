// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The system's list of System V objects: {@code /proc/sysvipc}. */
final class SystemVTable {
    private static final int QT_PROJECT = 'Q';
    private static final int GETPID = 11;
    private static final int GETVAL = 12;
    private static final int GETNCNT = 14;

    private final List<Entry> entries = new ArrayList<>();

    private SystemVTable(String name) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/sysvipc", name));
            String[] columns = lines.get(0).trim().split("\\s+");
            long user = Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid ? uid : -1;
            for (String line : lines.subList(1, lines.size())) {
                Entry entry = new Entry(columns, line.trim().split("\\s+"));
                if (entry.number("uid") == user) {
                    entries.add(entry);
                }
            }
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

    /** Those that have one of these files, and those that look like Qt's and have none. */
    List<Entry> entries(Map<Integer, Path> files) {
        Set<Integer> keys = files.keySet();
        return entries.stream().filter(entry -> keys.contains(entry.key()) || entry.key() >>> 24 == QT_PROJECT)
                .toList();
    }

    boolean has(int key) {
        return entries.stream().anyMatch(entry -> entry.key() == key);
    }

    /** One line of it. */
    static final class Entry {
        private final Map<String, String> values = new HashMap<>();

        private Entry(String[] columns, String[] words) {
            for (int i = 0; i < Math.min(columns.length, words.length); i++) {
                values.put(columns[i], words[i]);
            }
        }

        private long number(String column) {
            return Long.parseLong(values.getOrDefault(column, "0"));
        }

        int key() {
            return (int) number("key");
        }

        QtObject segment(Path file) {
            long attached = number("nattch");
            return new QtObject(true, file, key(), (int) number("shmid"), number("size"), attached, -1, -1,
                    number("cpid"), number("lpid"), owner(), attached == 0);
        }

        /** The entry as it is now; gone meanwhile, its counts are negative. */
        QtObject semaphore(Path file, boolean used) {
            int id = (int) number("semid");
            int[] counts = Arrays.stream(new int[] {GETVAL, GETNCNT, GETPID})
                    .map(command -> Natives.calls().semctl(id, command, 0)).toArray();
            boolean stale = !used && counts[1] == 0 && !Attached.isAlive(counts[2]);
            return new QtObject(false, file, key(), id, -1, -1, counts[0], counts[1], 0, counts[2], owner(), stale);
        }

        private static String owner() {
            return System.getProperty("user.name");
        }
    }
}
