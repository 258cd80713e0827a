// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import io.shmooze.ShmoozeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Checks the modules of the Java runtime. An image that {@code jlink} has made, or a program that is a module itself,
 * may lack modules of the JDK. Without these checks it would fail later, when it needs them.
 */
public final class RuntimeModules {
    private RuntimeModules() {
    }

    /**
     * Checks that the runtime has the modules that every session needs.
     *
     * @throws ShmoozeException if it lacks one; the message names it
     */
    public static void requireForSessions() {
        require(Mapping.BY_ARENA ? List.of("jdk.net") : List.of("jdk.net", "jdk.unsupported"));
    }

    /**
     * Checks that the runtime has some modules.
     *
     * @param names of the modules
     * @throws ShmoozeException if it lacks one; the message names it
     */
    public static void require(Collection<String> names) {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (ModuleLayer.boot().findModule(name).isEmpty()) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new ShmoozeException("The Java runtime " + System.getProperty("java.home") + " lacks "
                    + String.join(", ", missing) + ": add it by --add-modules " + String.join(",", missing)
                    + " (of jlink, or of java if the program is a module), or use a whole JDK");
        }
    }
}
