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
public record FileStatus(int mode, int links, UserPrincipal owner, long size, Object key) {
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int REGULAR = 0100000;
    private static final int OTHERS_WRITE = 022;
    /** A process id and a newline. */
    private static final int LONGEST_PID = 20;

    /**
     * Looks.
     *
     * @param path where
     * @return null if there is nothing
     * @throws IOException if the file system refuses
     */
    public static FileStatus of(Path path) throws IOException {
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

    /**
     * Whether it is a file with contents.
     *
     * @return false for a directory, a link, a device and so on
     */
    public boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    /**
     * Why this cannot be a file of this user's own.
     *
     * @return for people, to follow its name; null if it can
     * @throws IOException if the system does not say who this user is
     */
    public String ownFileFlaw() throws IOException {
        if (!isRegular()) {
            return "is not a regular file";
        }
        if (!owner.equals(CurrentUser.principal())) {
            return "belongs to " + owner.getName();
        }
        return links > 1 ? "has another name, too" : null;
    }

    /** Why this cannot be a lock file that a server of this user has made; null if it can. */
    String lockFileFlaw() throws IOException {
        if (ownFileFlaw() != null) {
            return ownFileFlaw();
        }
        if ((mode & OTHERS_WRITE) != 0) {
            return "can be written by others";
        }
        return size > LONGEST_PID ? "holds something else than a process id" : null;
    }
}
