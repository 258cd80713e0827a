// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import io.shmooze.segment.CurrentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of a run: files of transports, nothing that stays. */
final class Scratch {
    private static final Path MEMORY = Path.of("/dev/shm");

    private Scratch() {
    }

    /** A path that is free, in memory where that is possible. */
    static Path choose(boolean onDisk, int number) {
        Path place = onDisk || !Files.isWritable(MEMORY) ? Path.of(System.getProperty("java.io.tmpdir")) : MEMORY;
        return place.resolve("shmooze-bench-" + CurrentProcess.pid() + "-" + number);
    }

    static void create(Path directory) throws IOException {
        Files.createDirectory(directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Removes it and what is in it, if it is there. Several processes may do that at the same time. */
    static void remove(Path directory) {
        try {
            Files.walkFileTree(directory, new Remover());
        } catch (NoSuchFileException e) {
            // Somebody else has done it.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + directory, e);
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
        }
    }
}
