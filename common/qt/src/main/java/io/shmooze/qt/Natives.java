// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.UsageException;

/** Finds the native calls, once for each JVM, when the Qt protocol is first used. */
final class Natives {
    private static final String NEEDED = "The Qt protocol needs Linux on a 64-bit processor";
    private static final String JNA_FOLDER = "jna.tmpdir";

    private static NativeCalls calls;

    private Natives() {
    }

    /**
     * The calls of this machine.
     *
     * @throws UsageException in one line, if there are none
     */
    static synchronized NativeCalls calls() {
        if (calls == null) {
            calls = load();
        }
        return calls;
    }

    private static NativeCalls load() {
        String system = System.getProperty("os.name");
        String processor = System.getProperty("os.arch");
        if (!system.equals("Linux") || !processor.contains("64")) {
            throw new UsageException(NEEDED + "; this is " + system + " on " + processor);
        }
        if ("?".equals(System.getProperty("user.home")) && System.getProperty(JNA_FOLDER) == null) {
            // Java does not know the home of a user without a name, and JNA would make a folder of that name here.
            System.setProperty(JNA_FOLDER, System.getProperty("java.io.tmpdir"));
        }
        try {
            return new JnaCalls();
        } catch (LinkageError e) {
            throw new UsageException(NEEDED + " and the library JNA (net.java.dev.jna:jna, which the executable jars "
                    + "bring along); loading it failed: " + e.toString().lines().findFirst().orElse(""), e);
        }
    }
}
