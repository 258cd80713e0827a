// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.testing.Forks;
import io.shmooze.testing.Jdks;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JVMs that run a class of these tests. Their class path has the tests' classes and the two jars. */
public final class ChildJvms {
    private static final String CLASS_PATH = String.join(File.pathSeparator, Forks.classPath(ChildJvms.class),
            System.getProperty("shmooze.client.jar"), System.getProperty("shmooze.server.jar"));

    private ChildJvms() {
    }

    /** A JVM that is not started yet and ends with the test. */
    public static ProgramStart prepare(Programs programs, Class<?> main, String... arguments) {
        return prepare(programs, List.of(), main, arguments);
    }

    /** The same with options of the JVM. */
    public static ProgramStart prepare(Programs programs, List<String> options, Class<?> main, String... arguments) {
        return Forks.command(programs, command(options, main, arguments));
    }

    /** The same with another JDK, given by its directory. */
    public static ProgramStart prepare(Programs programs, Path jdk, Class<?> main, String... arguments) {
        return Forks.command(programs, command(jdk, List.of(), main, arguments));
    }

    /** The command line alone. */
    public static List<String> command(List<String> options, Class<?> main, String... arguments) {
        return command(Jdks.own(), options, main, arguments);
    }

    private static List<String> command(Path jdk, List<String> options, Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(List.of(main.getName()));
        words.addAll(List.of(arguments));
        return Forks.java(jdk, CLASS_PATH, options, words);
    }
}
