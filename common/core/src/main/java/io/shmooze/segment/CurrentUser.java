// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** The user that this process runs as. */
public final class CurrentUser {
    private static final Path SELF = Path.of("/proc/self");
    private static final int MAX_LENGTH = 64;

    private CurrentUser() {
    }

    /**
     * Whether a user is this one or an allowed one.
     *
     * @param user of a file or a peer
     * @param allowedUsers names of users
     * @return true if it is
     * @throws IOException if the system does not say who this user is
     */
    public static boolean isOrAllows(UserPrincipal user, Set<String> allowedUsers) throws IOException {
        return user.equals(principal()) || allowedUsers.contains(user.getName());
    }

    /**
     * The user as the file system knows it.
     *
     * @return the user, comparable with a file's owner
     * @throws IOException if the system does not say
     */
    public static UserPrincipal principal() throws IOException {
        if (Files.exists(SELF)) {
            return Files.getOwner(SELF);
        }
        return SELF.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(javaName());
    }

    /**
     * This user's name.
     *
     * @return the user's number if there is no name, as in a container that runs as an arbitrary user
     */
    public static String name() {
        try {
            return principal().getName();
        } catch (IOException e) {
            return javaName();
        }
    }

    /**
     * A word for file names that differs from that of every other user.
     *
     * @return the name if it has only letters of {@link Alphabet#NAME}, else the user's number
     */
    static String fileName() {
        // The property can be set from outside; if the system knows no name, it is a question mark.
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
