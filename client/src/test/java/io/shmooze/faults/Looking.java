// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.util.ArrayList;
import java.util.List;

/** One of the commands that look at channels from outside, in the directory of a test. */
final class Looking {
    private final Programs programs;
    private final String command;

    /**
     * For one command.
     *
     * @param command such as {@code ls}
     */
    Looking(Programs programs, String command) {
        this.programs = programs;
        this.command = command;
    }

    /** Starts a server of the channel t. */
    static Program serve(Programs programs, String... arguments) {
        Program server = programs.server(arguments).start();
        server.awaitErrors("serving channel t");
        return server;
    }

    /** The command line, from the command on. */
    List<String> words(String... options) {
        List<String> words = new ArrayList<>(List.of(command, "--directory", programs.directory().toString()));
        words.addAll(List.of(options));
        return words;
    }

    /**
     * Prepares the command.
     *
     * @param which server or client
     */
    ProgramStart start(String which, String... options) {
        return programs.bare(which, words(options).toArray(new String[0]));
    }

    /** What the command prints; it has to succeed. */
    String look(String which, String... options) {
        Program program = start(which, options).fromNothing().start();
        program.awaitExit(0);
        return program.output();
    }
}
