// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the objects of this user's Qt programs: those with hashed keys by their files, and System V objects with Qt's
 * project id whose file is gone. Objects with native keys look like those of any other program and are not found.
 *
 * <p>A semaphore counts as stale only if no segment that was found is attached, because an idle one looks like a dead
 * one.
 */
public final class QtInventory {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path directory;
    private final SystemVTable segments = SystemVTable.segments();
    private final SystemVTable semaphores = SystemVTable.semaphores();
    private final List<QtObject> found = new ArrayList<>();

    private QtInventory(Path directory) {
        this.directory = directory;
    }

    /**
     * What there is now.
     *
     * @param directory of the key files, {@link QtNativeKey#temporaryDirectory()} for most programs
     * @return segments first
     * @throws QtException if it cannot be found out
     */
    public static List<QtObject> of(Path directory) {
        return new QtInventory(directory).look();
    }

    private List<QtObject> look() {
        Map<Integer, Path> segmentFiles = keyFiles("qipc_sharedmemory_*");
        Map<Integer, Path> semaphoreFiles = keyFiles("qipc_systemsem_*");
        segments.entries(segmentFiles).forEach(entry -> found.add(entry.segment(segmentFiles.get(entry.key()))));
        posix("qipc_sharedmemory_*", true);
        boolean used = found.stream().anyMatch(object -> object.attached() > 0);
        semaphores.entries(semaphoreFiles)
                .forEach(entry -> found.add(entry.semaphore(semaphoreFiles.get(entry.key()), used)));
        posix("sem.qipc_systemsem_*", false);
        addLoneFiles(segmentFiles, segments, true);
        addLoneFiles(semaphoreFiles, semaphores, false);
        return found;
    }

    private Map<Integer, Path> keyFiles(String pattern) {
        Map<Integer, Path> files = new HashMap<>();
        for (Path file : own(directory, pattern)) {
            try {
                files.put(KeyFile.systemVKey(file), file);
            } catch (IOException e) {
                // Removed meanwhile, so there is nothing to tell.
                continue;
            }
        }
        return files;
    }

    private static List<Path> own(Path place, String pattern) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> matching = Files.newDirectoryStream(place, pattern)) {
            for (Path file : matching) {
                if (Files.getOwner(file).getName().equals(System.getProperty("user.name"))) {
                    files.add(file);
                }
            }
        } catch (IOException e) {
            throw new QtException(QtError.UNKNOWN, "Cannot look for Qt's files in " + place + ": " + e.getMessage(), e);
        }
        return files;
    }

    private void posix(String pattern, boolean segment) {
        for (Path file : own(SHARED_MEMORY, pattern)) {
            Attached users = MappedBy.file(file).look(false);
            long size = segment ? file.toFile().length() : -1;
            found.add(new QtObject(segment, file, 0, -1, size, users.count(), -1, -1, 0, users.pid(),
                    System.getProperty("user.name"), users.count() == 0));
        }
    }

    /** Key files without an object. */
    private void addLoneFiles(Map<Integer, Path> files, SystemVTable table, boolean segment) {
        files.forEach((key, file) -> {
            if (!table.has(key)) {
                found.add(new QtObject(segment, file, 0, -1, -1, -1, -1, -1, 0, 0, System.getProperty("user.name"),
                        true));
            }
        });
    }
}
