// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/**
 * What lies at a path, no link followed.
 *
 * @param mode type and permissions, as {@code stat} has them
 * @param links how many names it has
 * @param key which file it is; no other one has it while this one exists
 */
record FileStatus(int mode, int links, UserPrincipal owner, long size, Object key) {
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int REGULAR = 0100000;
    private static final int OTHERS_WRITE = 022;
    /** A process id and a newline. */
    private static final int LONGEST_PID = 20;

    /** Null if there is nothing. */
    static FileStatus of(Path path) throws IOException {
        try {
            Map<String, Object> found =
                    Files.readAttributes(path, "unix:mode,nlink,owner,size,fileKey", LinkOption.NOFOLLOW_LINKS);
            return new FileStatus((Integer) found.get("mode"), (Integer) found.get("nlink"),
                    (UserPrincipal) found.get("owner"), (Long) found.get("size"), found.get("fileKey"));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    boolean isSocket() {
        return (mode & TYPE) == SOCKET;
    }

    /** Why this cannot be a lock file that a server of this user has made; null if it can. */
    String lockFileFlaw() throws IOException {
        if ((mode & TYPE) != REGULAR) {
            return "is not a regular file";
        }
        if (!owner.equals(CurrentUser.principal())) {
            return "belongs to " + owner.getName();
        }
        if ((mode & OTHERS_WRITE) != 0) {
            return "can be written by others";
        }
        if (links > 1) {
            return "has another name, too";
        }
        return size > LONGEST_PID ? "holds something else than a process id" : null;
    }
}
