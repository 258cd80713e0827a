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
 * A folder that takes files. Nothing in it is ever overwritten, and nothing outside of it is touched: a name is one
 * component, and no link at its place is followed. A file that is not whole is {@code .NAME.shmooze-part}; it stays if
 * one of the two processes dies, and the next offer of that name goes on from there if what it has is a part of it.
 *
 * <p>Safe for all threads and processes: two transfers of one name do not meet.
 */
public final class FileFolder {
    private final Path path;

    private FileFolder(Path path) {
        this.path = path;
    }

    /**
     * A folder, which is made if it is missing, with those above it.
     *
     * @param path to it; links on the way are followed now, and never again
     * @return the folder
     * @throws UsageException if there is something else
     * @throws NotPermittedException if this process may not make it or write it
     * @throws CannotCreateException if it cannot be made
     */
    public static FileFolder of(Path path) {
        String flaw = LocaleCharset.current().directoryFlaw(path);
        if (flaw != null) {
            throw new UsageException("The folder \"" + path + "\" " + flaw);
        }
        try {
            // Making what is there refuses a link to a folder on JDK 17.
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
     * Where it is.
     *
     * @return an absolute path without links
     */
    public Path path() {
        return path;
    }

    /**
     * Why a file could not have a name here, as far as can be told now: something else has it, the file system cannot
     * write it, or it is not allowed. Another name may do.
     *
     * @param name for the file
     * @param size its bytes; where a file of the same size has the name, it may be the same one
     * @return one line for people; null if nothing speaks against it
     */
    public String flaw(String name, long size) {
        String flaw = FileNames.flaw(name);
        if (flaw != null) {
            return "the name " + flaw;
        }
        try {
            return LockedFile.isOpen(place(name, size).part) ? "a file of that name is being received already" : null;
        } catch (RefusedException e) {
            return e.getMessage();
        } catch (IOException e) {
            return "the name cannot be used here: " + SegmentDirectory.reason(e);
        }
    }

    /**
     * The place of a file.
     *
     * @param name checked by {@link FileNames}
     * @throws RefusedException if there is something else, or the name cannot be written here
     * @throws IOException if the file system refuses
     */
    Place place(String name, long size) throws IOException {
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
            // Somebody was killed between giving the file its name and taking the other one away.
            Files.delete(part);
        }
        return new Place(target, part, there != null);
    }

    /**
     * Looks whether there is room for what is missing of a file.
     *
     * @throws RefusedException if there is not
     */
    void requireRoom(Place place, long size) throws IOException {
        if (!place.exists && !mayFit(path, size - length(place.part))) {
            throw new RefusedException("No space left on device");
        }
    }

    /**
     * Whether so many bytes fit, as far as the file system knows: ramfs and some in user space say that they have no
     * size at all, and then only writing shows it. Asked by path, because a mount point need not be found in a chroot.
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
     * Where a file goes.
     *
     * @param target its name at last
     * @param part its name before
     * @param exists whether there is one of that name and size already
     */
    record Place(Path target, Path part, boolean exists) {
    }
}
