// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.client.Partners;
import io.shmooze.testing.Forks;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.util.ArrayList;
import java.util.List;

/** Prepares classes of these tests to run in JVMs of their own. */
final class Stages {
    private Stages() {
    }

    /** A main class that gets the directory of the channels as its first argument. */
    static ProgramStart of(Programs programs, Class<?> main, String... arguments) {
        return of(programs, List.of(), main, arguments);
    }

    /** The same with options of the JVM. */
    static ProgramStart of(Programs programs, List<String> options, Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>(List.of(main.getName(), programs.directory().toString()));
        words.addAll(List.of(arguments));
        return Forks.command(programs, Forks.java(Partners.classPath(), options, words));
    }
}
