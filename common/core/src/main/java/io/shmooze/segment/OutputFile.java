// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes files for users. A file appears under its name completely or not at all: it is written to {@code
 * .shmooze-NUMBER.part} in the same directory, and then renamed. Only a killed process leaves such a part behind. Safe
 * for all threads and processes.
 */
public final class OutputFile {
    private OutputFile() {
    }

    /**
     * Writes a file, and replaces a file of this name. If the name is a link, the file that it leads to is replaced.
     * The permissions of a replaced file stay. A device or a pipe is written to instead.
     *
     * @param file its path
     * @param bytes its content
     * @return whether it has replaced another file
     * @throws NotPermittedException if this process may not write in that directory, or to that file
     * @throws CannotCreateException if the file system refuses
     */
    public static boolean replace(Path file, byte[] bytes) {
        try {
            boolean exists = Files.exists(file);
            if (exists && !Files.isRegularFile(file)) {
                Files.write(file, bytes, StandardOpenOption.WRITE);
                return false;
            }
            replace(exists ? file.toRealPath() : file, exists, bytes);
            return exists;
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    private static void replace(Path target, boolean exists, byte[] bytes) throws IOException {
        if (exists && !Files.isWritable(target)) {
            throw new AccessDeniedException(target.toString());
        }
        Path part = writePart(target, bytes);
        try {
            if (exists) {
                keepPermissions(target, part);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw discarded(part, e);
        }
    }

    private static void keepPermissions(Path target, Path part) throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(target);
        if (!before.equals(Files.getPosixFilePermissions(part))) {
            Files.setPosixFilePermissions(part, before);
        }
    }

    /**
     * Writes a new file; never replaces a file.
     *
     * @param file its path
     * @param bytes its content
     * @return false if something has this name
     * @throws NotPermittedException if this process may not write there
     * @throws CannotCreateException if the file system refuses
     */
    public static boolean create(Path file, byte[] bytes) {
        try {
            Path part = writePart(file, bytes);
            try {
                rename(part, file);
                return true;
            } catch (FileAlreadyExistsException e) {
                Files.delete(part);
                return false;
            } catch (IOException e) {
                throw discarded(part, e);
            }
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    /**
     * Renames a file; never replaces a file. Makes a hard link and removes the old name, because a move would replace a
     * file of the new name.
     *
     * @param from its path
     * @param to its new path, in the same directory
     * @throws FileAlreadyExistsException if something has the new name
     * @throws IOException if the file system refuses
     */
    public static void rename(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // The file system has no hard links. This call also looks first, though not in one step.
            Files.move(from, to);
            return;
        }
        Files.delete(from);
    }

    private static Path writePart(Path file, byte[] bytes) throws IOException {
        String name = ".shmooze-" + Long.toUnsignedString(ThreadLocalRandom.current().nextLong()) + ".part";
        Path part = file.resolveSibling(name);
        try {
            return Files.write(part, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw discarded(part, e);
        }
    }

    private static IOException discarded(Path part, IOException cause) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }

    private static RuntimeException refused(Path file, IOException cause) {
        return cause instanceof AccessDeniedException
                ? new NotPermittedException("Not allowed to write " + file, cause)
                : new CannotCreateException("Cannot write " + file + ": " + SegmentDirectory.reason(cause), cause);
    }
}
