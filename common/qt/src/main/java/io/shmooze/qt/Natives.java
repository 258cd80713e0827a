// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;
import io.shmooze.segment.RuntimeModules;
import java.util.List;

/** Finds the native calls, once for each JVM, when the Qt protocol is first used. */
final class Natives {
    private static final String JNA_FOLDER = "jna.tmpdir";

    private static NativeCalls calls;
    /** Why there are none, because JNA does not start a second time; null if nothing has failed. */
    private static ShmoozeException failure;

    private Natives() {
    }

    /**
     * The calls of this machine.
     *
     * @throws UsageException if they do not exist on this machine, or JNA is not on the class path
     * @throws QtException if JNA cannot load its native library
     * @throws ShmoozeException if the Java runtime lacks a module that they need
     */
    static synchronized NativeCalls calls() {
        if (failure != null) {
            throw failure;
        }
        if (calls == null) {
            try {
                calls = load();
            } catch (ShmoozeException e) {
                failure = e;
                throw e;
            }
        }
        return calls;
    }

    private static NativeCalls load() {
        String system = System.getProperty("os.name");
        String processor = System.getProperty("os.arch");
        if (!system.equals("Linux") || !processor.contains("64")) {
            throw new UsageException("The Qt protocol needs Linux on a 64-bit processor; this is " + system + " on "
                    + processor);
        }
        // Of JNA.
        RuntimeModules.require(List.of("java.logging"));
        if ("?".equals(System.getProperty("user.home")) && System.getProperty(JNA_FOLDER) == null) {
            // Java does not know the home of a user without a name, and JNA would make a folder of that name here.
            System.setProperty(JNA_FOLDER, System.getProperty("java.io.tmpdir"));
        }
        try {
            return new JnaCalls();
        } catch (LinkageError e) {
            if (e.getCause() instanceof ClassNotFoundException) {
                throw new UsageException("The Qt protocol needs the library JNA: add net.java.dev.jna:jna, which "
                        + "io.shmooze:shmooze-qt and the executable jars bring along", e);
            }
            String reason = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
            throw new QtException(QtError.UNKNOWN, "Cannot load JNA's native library, which the Qt protocol needs ("
                    + reason + "). Where that folder is mounted noexec or cannot be written, name another one to Java: "
                    + "java -Djna.tmpdir=DIR", e);
        }
    }
}
