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
        return SELF.getFileSystem().getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
    }
}
