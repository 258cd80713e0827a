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
 * The status of a file at the moment it was read; links are not followed.
 *
 * @param mode type and permissions, as in {@code stat}
 * @param links how many names the file has
 * @param owner the user that owns it
 * @param size bytes
 * @param key identifies the file; no other file has the same key while this one exists
 */
public record FileStatus(int mode, int links, UserPrincipal owner, long size, Object key) {
    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int REGULAR = 0100000;
    private static final int OTHERS_WRITE = 022;
    /** A process id and a newline. */
    private static final int LONGEST_PID = 20;

    /**
     * Reads the status of a file.
     *
     * @param path of the file
     * @return null if there is no file
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
     * Whether it is a regular file.
     *
     * @return false for a directory, a link, a device and so on
     */
    public boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    /**
     * Why this is not a file of this user alone.
     *
     * @return a phrase for people that follows the file's name; null if it is one
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

    /** Why this cannot be a lock file that a server of this user has created; null if it can be one. */
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
