// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** Starts {@link Partner}s in JVMs of their own. */
public final class Partners {
    private Partners() {
    }

    /** A partner that has attached, or serves. */
    public static Program ready(Programs programs, String... arguments) {
        Program partner = start(programs, arguments);
        partner.awaitOutput("ready");
        return partner;
    }

    /** Arguments: the role, then what to do. */
    public static Program start(Programs programs, String... arguments) {
        return Forks.command(programs, words(programs, arguments)).start();
    }

    /** A partner with another umask than this process's. */
    static Program startWithUmask(Programs programs, String umask, String... arguments) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
        words.addAll(words(programs, arguments));
        return Forks.command(programs, words).start();
    }

    private static List<String> words(Programs programs, String... arguments) {
        List<String> main = new ArrayList<>(List.of(Partner.class.getName(), arguments[0]));
        main.add(programs.directory().toString());
        main.addAll(List.of(arguments).subList(1, arguments.length));
        return Forks.java(classPath(), List.of(), main);
    }

    /** The classes of these tests and the two jars, which hold everything else. */
    public static String classPath() {
        return String.join(File.pathSeparator, Forks.classPath(Partner.class),
                System.getProperty("shmooze.client.jar"), System.getProperty("shmooze.server.jar"));
    }
}
