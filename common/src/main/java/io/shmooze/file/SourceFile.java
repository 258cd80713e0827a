// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import io.shmooze.NotPermittedException;
import io.shmooze.UsageException;
import io.shmooze.segment.LockedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A file as it was when it was chosen.
 *
 * @param path where it is
 * @param name how the receiver is to call it
 * @param size bytes
 * @param modified when it was written last
 */
record SourceFile(Path path, String name, long size, FileTime modified) {
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
            return new SourceFile(path, name, found.size(), found.lastModifiedTime());
        } catch (IOException e) {
            throw new UsageException("Cannot look at " + path + ": " + e.getMessage(), e);
        }
    }

    /** Whether it has been written since; not for certain, because clocks tick. */
    boolean hasChanged() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return now.size() != size || !now.lastModifiedTime().equals(modified);
    }
}
