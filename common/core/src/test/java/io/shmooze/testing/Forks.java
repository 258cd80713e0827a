// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts classes of the tests in JVMs of their own, as {@link Programs} starts the two programs. */
public final class Forks {
    private static final AtomicInteger COUNT = new AtomicInteger();
    /** Small and quick to start. */
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss512k");

    private Forks() {
    }

    /**
     * Prepares any command.
     *
     * @param programs kill it when the test ends, and keep its output
     * @param words the command line
     * @return to be started
     */
    public static ProgramStart command(Programs programs, List<String> words) {
        return new ProgramStart(programs, words, programs.file("fork" + COUNT.incrementAndGet()));
    }

    /**
     * A class path.
     *
     * @param classes for each the directory or the jar that it comes from is on it
     * @return without what those need
     */
    public static String classPath(Class<?>... classes) {
        return Stream.of(classes).map(Forks::origin).distinct().collect(Collectors.joining(File.pathSeparator));
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The command line of a JVM of the same version as this one.
     *
     * @param classPath what it sees
     * @param options of the JVM
     * @param main the class and its arguments
     * @return the words
     */
    public static List<String> java(String classPath, List<String> options, List<String> main) {
        return java(Jdks.own(), classPath, options, main);
    }

    /**
     * The command line of a JVM.
     *
     * @param jdk its directory
     * @param classPath what it sees
     * @param options of the JVM
     * @param main the class and its arguments
     * @return the words
     */
    public static List<String> java(Path jdk, String classPath, List<String> options, List<String> main) {
        List<String> words = new ArrayList<>();
        words.add(jdk.resolve("bin/java").toString());
        words.addAll(QUICK);
        words.addAll(options);
        words.addAll(List.of("-cp", classPath));
        words.addAll(main);
        return words;
    }
}
