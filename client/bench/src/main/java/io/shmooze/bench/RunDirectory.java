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

/** The directory of a run: it holds the files of a transport until the run ends. */
final class RunDirectory {
    private static final Path MEMORY = Path.of("/dev/shm");

    private RunDirectory() {
    }

    /** Returns an unused path, in memory if that is wanted and possible. */
    static Path choose(boolean onDisk, int number) {
        Path parent = onDisk || !Files.isWritable(MEMORY) ? Path.of(System.getProperty("java.io.tmpdir")) : MEMORY;
        return parent.resolve("shmooze-bench-" + CurrentProcess.pid() + "-" + number);
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
            // Another process has removed it.
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
