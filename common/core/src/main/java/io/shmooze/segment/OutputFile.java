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
 * Writes files that a user keeps. A file appears under its name whole or not at all: it is written beside, as {@code
 * .shmooze-NUMBER.part}, which only a killed process leaves behind. Safe for all threads and processes.
 */
public final class OutputFile {
    private OutputFile() {
    }

    /**
     * Writes the file that a user has named, in place of what has its name: a link keeps leading where it leads, a
     * file's permissions stay, and a device or a pipe is written to.
     *
     * @param file where
     * @param bytes what it is to hold
     * @return whether it has taken the place of another file
     * @throws NotPermittedException if this process may not write there, or that file
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
     * Writes a file where nothing is, and replaces nothing.
     *
     * @param file where
     * @param bytes what it is to hold
     * @return false if something has its name
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
     * Gives a file another name, and replaces nothing. A link is made only where nothing is; a move would replace what
     * is there.
     *
     * @param from its name
     * @param to in the same folder
     * @throws FileAlreadyExistsException if something has that name
     * @throws IOException if the file system refuses
     */
    public static void rename(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // A file system without links: this looks first, too, if not in one step.
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
