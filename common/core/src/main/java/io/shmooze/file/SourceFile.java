// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.NotPermittedException;
import io.shmooze.UsageException;
import io.shmooze.segment.LockedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file as it was when it was chosen.
 *
 * @param path where it is
 * @param name how the receiver is to call it
 * @param size bytes
 * @param modified when it was written last
 * @param copy what it held, if its size is not true; else null, and it is read when it is sent
 */
record SourceFile(Path path, String name, long size, FileTime modified, byte[] copy) {
    /** The kernel's own files, whose sizes are not true, are much shorter. */
    private static final int MAX_COPY = 1 << 24;

    /**
     * Looks at a file.
     *
     * @param ownName what the receiver is to call it; null for the name it has
     * @throws UsageException if it cannot be sent
     * @throws NotPermittedException if this process may not read it
     */
    static SourceFile of(Path path, String ownName) {
        try {
            if (!Files.exists(path)) {
                throw new UsageException("There is no file " + path);
            }
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            if (!found.isRegularFile()) {
                throw new UsageException("Not a regular file: " + path);
            }
            if (!Files.isReadable(path)) {
                throw new NotPermittedException("Not allowed to read " + path);
            }
            if (LockedFile.isOpen(path)) {
                throw new UsageException("Not to be read while this program has it locked: " + path);
            }
            String name = FileNames.check(ownName == null ? path.getFileName().toString() : ownName);
            byte[] copy = endsWhereItSays(path, found.size()) ? null : copy(path);
            long size = copy == null ? found.size() : copy.length;
            return new SourceFile(path, name, size, found.lastModifiedTime(), copy);
        } catch (IOException e) {
            throw new UsageException("Cannot look at " + path + ": " + e.getMessage(), e);
        }
    }

    /** Files of the kernel say that they have no bytes, or a whole page of them, and hold something else. */
    private static boolean endsWhereItSays(Path path, long size) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            boolean ends = channel.read(one, size) < 0 && (size == 0 || channel.read(one, size - 1) == 1);
            // One that is being written is none of those: whether it may be sent shows when it is.
            return ends || Files.size(path) != size;
        }
    }

    private static byte[] copy(Path path) throws IOException {
        try (InputStream input = Files.newInputStream(path)) {
            byte[] copy = input.readNBytes(MAX_COPY + 1);
            if (copy.length > MAX_COPY) {
                throw new UsageException("The size of " + path + " is not true, and it holds more than " + MAX_COPY
                        + " bytes: copy it, and send the copy");
            }
            return copy;
        }
    }

    /** To be closed by the caller. */
    Contents open() throws IOException {
        return copy == null ? Contents.of(FileChannel.open(path, StandardOpenOption.READ)) : Contents.of(copy);
    }

    /** Whether it has been written since; not for certain, because clocks tick. */
    boolean hasChanged() throws IOException {
        if (copy != null) {
            return false;
        }
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return now.size() != size || !now.lastModifiedTime().equals(modified);
    }
}
