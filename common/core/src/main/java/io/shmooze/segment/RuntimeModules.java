// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import io.shmooze.ShmoozeException;
import java.util.Collection;
import java.util.List;

/**
 * The modules of the Java runtime. An image that {@code jlink} has made, or a program that is a module itself, may lack
 * what a JDK has, and would fail only when it is needed.
 */
public final class RuntimeModules {
    private RuntimeModules() {
    }

    /**
     * Makes sure that a session can be had.
     *
     * @throws ShmoozeException if the runtime lacks a module that every session needs; names it
     */
    public static void requireForSessions() {
        require(Mapping.BY_ARENA ? List.of("jdk.net") : List.of("jdk.net", "jdk.unsupported"));
    }

    /**
     * Makes sure that modules are there.
     *
     * @param names of the modules
     * @throws ShmoozeException if the runtime lacks one; names it
     */
    public static void require(Collection<String> names) {
        List<String> missing = names.stream().filter(name -> ModuleLayer.boot().findModule(name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new ShmoozeException("The Java runtime " + System.getProperty("java.home") + " lacks "
                    + String.join(", ", missing) + ": add it by --add-modules " + String.join(",", missing)
                    + " (of jlink, or of java if the program is a module), or use a whole JDK");
        }
    }
}
