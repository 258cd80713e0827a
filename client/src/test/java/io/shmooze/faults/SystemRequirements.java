// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.testing.Tools;
import java.util.List;

/** What these tests need of the system beside a JVM; without it they skip, and say so. */
public final class SystemRequirements {
    private SystemRequirements() {
    }

    /**
     * Root, and the commands that only root has a use for.
     *
     * @param subject what is not tested without them
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
