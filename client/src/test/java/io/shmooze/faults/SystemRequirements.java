// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.testing.Tools;
import java.util.List;

/** What these tests need from the system beside a JVM; without it they are skipped, and say so. */
public final class SystemRequirements {
    private SystemRequirements() {
    }

    /**
     * Requires root and the commands that only root can use.
     *
     * @param subject what cannot be tested without them
     */
    public static void requireRoot(String subject) {
        boolean root = System.getProperty("user.name").equals("root");
        if (!root) {
            System.err.println("SKIPPED, because this is not root: " + subject);
        }
        assumeTrue(root, "not root");
        for (String command : List.of("unshare", "nsenter", "setpriv", "prlimit", "mount")) {
            Tools.require(command, subject);
        }
    }
}
