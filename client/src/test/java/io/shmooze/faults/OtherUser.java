// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A user other than that of the tests. It can create files in the test's scratch directory, as in a temporary
 * directory, and has its own copies of the two jars.
 */
final class OtherUser {
    /** Its user and group id. */
    static final int NOBODY = 65534;
    /** Its user and group id. */
    static final int DAEMON = 1;

    private final Programs programs;
    private final int id;

    OtherUser(Programs programs, int id) throws IOException {
        SystemRequirements.requireRoot("what other users can do");
        this.programs = programs;
        this.id = id;
        Path scratch = programs.directory().getParent();
        Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (String which : List.of("server", "client")) {
            if (!Files.exists(jar(which))) {
                Files.copy(Path.of(System.getProperty("shmooze." + which + ".jar")), jar(which));
                Files.setPosixFilePermissions(jar(which), PosixFilePermissions.fromString("r--r--r--"));
            }
        }
    }

    private Path jar(String which) {
        return programs.file(which + ".jar");
    }

    /** A server or a client in the directory of the test. */
    ProgramStart program(String which, String... arguments) {
        return programBy(List.of(), which, arguments);
    }

    /** The same, started by another command of this user. */
    ProgramStart programBy(List<String> by, String which, String... arguments) {
        List<String> options = new ArrayList<>(List.of("--directory", programs.directory().toString()));
        options.addAll(List.of(arguments));
        return bare(by, which, options);
    }

    /** A server or a client with exactly these arguments. */
    ProgramStart bare(List<String> by, String which, List<String> arguments) {
        List<String> words = new ArrayList<>(by);
        words.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                jar(which).toString()));
        words.addAll(arguments);
        return command(words);
    }

    private ProgramStart command(List<String> words) {
        return Forks.command(programs, words).by("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups");
    }

    /** Runs a shell command that must succeed. */
    void does(String line) {
        command(List.of("sh", "-c", line)).fromNothing().start().awaitExit(0);
    }

    /** Runs a shell command that the system must refuse. */
    void cannot(String line) {
        Program program = command(List.of("sh", "-c", "(" + line + ") && exit 0; exit 99")).fromNothing().start();
        program.awaitExit(99);
        assertThat(program.errors()).as(line).containsAnyOf("Permission denied", "Operation not permitted");
    }
}
