// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.UsageException;
import io.shmooze.segment.FileStatus;
import io.shmooze.segment.LocaleCharset;
import io.shmooze.segment.LockedFile;
import io.shmooze.segment.SegmentDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A folder that receives files. Nothing in it is ever overwritten, and nothing outside of it is touched: a name is one
 * component, and a link of that name is not followed. A file that is not whole is {@code .NAME.shmooze-part}. It stays
 * if one of the two processes dies, and the next offer of that name continues it if it is the beginning of that file.
 *
 * <p>Safe for all threads and processes: of two transfers of one name at a time, the second is refused.
 */
public final class FileFolder {
    private final Path path;

    private FileFolder(Path path) {
        this.path = path;
    }

    /**
     * Opens a folder, and makes it and its parents if they are missing.
     *
     * @param path to it; links in the path are followed now, and never again
     * @return the folder
     * @throws UsageException if the path is that of something else
     * @throws NotPermittedException if this process may not make it or write it
     * @throws CannotCreateException if it cannot be made
     */
    public static FileFolder of(Path path) {
        String flaw = LocaleCharset.current().directoryFlaw(path);
        if (flaw != null) {
            throw new UsageException("The folder \"" + path + "\" " + flaw);
        }
        try {
            // On JDK 17, createDirectories refuses a link to a folder.
            Path real = (Files.isDirectory(path) ? path : Files.createDirectories(path)).toRealPath();
            if (!Files.isWritable(real)) {
                throw new NotPermittedException("Not allowed to write to the folder " + real);
            }
            return new FileFolder(real);
        } catch (FileAlreadyExistsException e) {
            throw new UsageException("Not a folder: " + path, e);
        } catch (AccessDeniedException e) {
            throw new NotPermittedException("Not allowed to make the folder " + path, e);
        } catch (IOException e) {
            throw new CannotCreateException("Cannot make the folder " + path + ": " + SegmentDirectory.reason(e), e);
        }
    }

    /**
     * The folder's path.
     *
     * @return an absolute path without links
     */
    public Path path() {
        return path;
    }

    /**
     * Why a file cannot have a name here, as far as is known now: something else has the name, the file system cannot
     * write it, or it is not allowed. Another name may be possible.
     *
     * @param name for the file
     * @param size of the file, bytes; a file of that name and size may be the same file
     * @return one line for people; null if the name is possible
     */
    public String flaw(String name, long size) {
        String flaw = FileNames.flaw(name);
        if (flaw != null) {
            return "the name " + flaw;
        }
        try {
            return LockedFile.isOpen(paths(name, size).part) ? "a file of that name is being received already" : null;
        } catch (RefusedException e) {
            return e.getMessage();
        } catch (IOException e) {
            return "the name cannot be used here: " + SegmentDirectory.reason(e);
        }
    }

    /**
     * The paths of a file.
     *
     * @param name checked by {@link FileNames}
     * @throws RefusedException if something else has the name, or the name cannot be written here
     * @throws IOException if the file system refuses
     */
    TargetPaths paths(String name, long size) throws IOException {
        Path target = resolve(name);
        Path part = resolve(FileNames.part(name));
        FileStatus there = FileStatus.of(target);
        if (there != null && !(there.isRegular() && there.size() == size)) {
            throw new RefusedException("there is a " + name + " already, and nothing is overwritten");
        }
        if (there != null && LockedFile.isOpen(target)) {
            throw new RefusedException("there is a " + name + " already, and the program has it locked");
        }
        if (there != null && Files.exists(part) && Files.isSameFile(part, target)) {
            // A process was killed after it had given the file its name and before it removed the other name.
            Files.delete(part);
        }
        return new TargetPaths(target, part, there != null);
    }

    /**
     * Checks that the missing part of a file fits on the disk.
     *
     * @throws RefusedException if it does not
     */
    void requireRoom(TargetPaths paths, long size) throws IOException {
        if (!paths.exists && !mayFit(path, size - length(paths.part))) {
            throw new RefusedException("No space left on device");
        }
    }

    /**
     * Whether this many bytes fit, as far as the file system knows. ramfs and some file systems in user space report no
     * size at all; then only writing shows it. Asked by path, because a chroot may hide the mount point.
     */
    static boolean mayFit(Path folder, long bytes) {
        File asked = folder.toFile();
        return asked.getTotalSpace() <= 0 || asked.getUsableSpace() >= bytes;
    }

    private static long length(Path part) throws IOException {
        FileStatus found = FileStatus.of(part);
        return found == null ? 0 : found.size();
    }

    private Path resolve(String name) {
        try {
            Path resolved = path.resolve(name);
            if (path.equals(resolved.getParent())) {
                return resolved;
            }
        } catch (InvalidPathException e) {
            throw new RefusedException("at the receiver, the name "
                    + LocaleCharset.current().nameFlaw(name, "is not usable: " + e.getReason()));
        }
        throw new RefusedException("the name leads out of the folder");
    }

    /**
     * The two names of a file that is received.
     *
     * @param target for the whole file
     * @param part for the file while it is not whole
     * @param exists whether there is a file of that name and size already
     */
    record TargetPaths(Path target, Path part, boolean exists) {
    }
}
