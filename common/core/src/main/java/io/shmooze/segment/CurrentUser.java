// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** Who this process runs as. */
public final class CurrentUser {
    private static final Path SELF = Path.of("/proc/self");
    private static final int MAX_LENGTH = 64;

    private CurrentUser() {
    }

    /**
     * Whether a user is this one, or one of those that are allowed.
     *
     * @param user of a file or a peer
     * @param allowedUsers names
     * @return true if it is
     * @throws IOException if the system cannot tell
     */
    public static boolean isOrAllows(UserPrincipal user, Set<String> allowedUsers) throws IOException {
        return user.equals(principal()) || allowedUsers.contains(user.getName());
    }

    /**
     * The user as the file system knows it.
     *
     * @return comparable with a file's owner
     * @throws IOException if the system cannot tell
     */
    public static UserPrincipal principal() throws IOException {
        if (Files.exists(SELF)) {
            return Files.getOwner(SELF);
        }
        return SELF.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(javaName());
    }

    /**
     * What this user is called.
     *
     * @return the number if there is no name, as in a container that runs as any user
     */
    public static String name() {
        try {
            return principal().getName();
        } catch (IOException e) {
            return javaName();
        }
    }

    /**
     * A word for names of files that no two users have in common.
     *
     * @return the name if it has only the letters of a {@link Alphabet#NAME}, else the number
     */
    static String fileName() {
        // Java's name of this user can be set; where the system knows none, it is a question mark.
        if (Alphabet.NAME.matches(javaName(), 1, MAX_LENGTH)) {
            return javaName();
        }
        try {
            return Files.getAttribute(SELF, "unix:uid").toString();
        } catch (IOException e) {
            return Alphabet.NAME.sanitize(javaName());
        }
    }

    private static String javaName() {
        return System.getProperty("user.name");
    }
}
