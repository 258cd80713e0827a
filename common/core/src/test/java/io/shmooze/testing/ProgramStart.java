// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a program is to be started. Without more, its input is a pipe that stays open, and its output is collected. */
public final class ProgramStart {
    private final Programs programs;
    private final List<String> command = new ArrayList<>();
    private final Path base;
    private final Map<String, String> variables = new HashMap<>();
    private ProcessBuilder.Redirect input = ProcessBuilder.Redirect.PIPE;
    private Path output;

    ProgramStart(Programs programs, List<String> command, Path base) {
        this.programs = programs;
        this.command.addAll(command);
        this.base = base;
        this.output = Path.of(base + ".out");
    }

    /**
     * Its standard input.
     *
     * @param file to read
     * @return this
     */
    public ProgramStart from(Path file) {
        input = ProcessBuilder.Redirect.from(file.toFile());
        return this;
    }

    /**
     * An input that is at its end from the start.
     *
     * @return this
     */
    public ProgramStart fromNothing() {
        return from(Path.of("/dev/null"));
    }

    /**
     * Its standard output, when it is not to be collected.
     *
     * @param file to write
     * @return this
     */
    public ProgramStart to(Path file) {
        output = file;
        return this;
    }

    /**
     * Its standard output goes to a pipe, which {@link Program#closeOutput} breaks.
     *
     * @return this
     */
    public ProgramStart toPipe() {
        output = null;
        return this;
    }

    /**
     * Runs it by another command, such as {@code unshare}, that takes a command line as its last arguments.
     *
     * @param words the other command and its options
     * @return this
     */
    public ProgramStart by(String... words) {
        command.addAll(0, List.of(words));
        return this;
    }

    /**
     * A variable of its environment, which has none of ours otherwise.
     *
     * @param name of the variable
     * @param value of the variable
     * @return this
     */
    public ProgramStart with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /**
     * Starts it with its input and output in pipes or files.
     *
     * @return the running program
     */
    public Program start() {
        File errors = new File(base + ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(input)
                .redirectError(errors);
        if (output != null) {
            builder.redirectOutput(output.toFile());
        }
        Program program = new Program(start(builder), output, errors.toPath());
        programs.add(program);
        programs.started(program);
        return program;
    }

    /**
     * Starts it on a terminal of its own.
     *
     * @return the running program
     */
    public PseudoTerminal startOnTerminal() {
        return startOnTerminal("xterm", 120);
    }

    /**
     * Starts it on a terminal of its own.
     *
     * @param type of the terminal
     * @param columns how wide it is
     * @return the running program
     */
    public PseudoTerminal startOnTerminal(String type, int columns) {
        variables.put("TERM", type);
        return startBehindTerminal("stty rows 40 cols " + columns + "; exec " + quoted());
    }

    /**
     * Starts it as a job in the foreground of a terminal of its own. When it is stopped, the shell says "stopped", and
     * continues it at once.
     *
     * @return the shell, which ends as the program does
     */
    public PseudoTerminal startAsJob() {
        return startBehindTerminal("stty rows 40 cols 120; set -m; " + quoted() + "; echo stopped; fg");
    }

    /**
     * Starts it as a job in the background of a terminal of its own, its output redirected.
     *
     * @param file for its output
     * @return the shell in the foreground, which ends as the program does
     */
    public PseudoTerminal startInBackground(Path file) {
        return startBehindTerminal("set -m; " + quoted() + " > " + file + " & wait $!");
    }

    private String quoted() {
        return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    private PseudoTerminal startBehindTerminal(String line) {
        Tools.require("script", "Without it no test reaches the terminal mode");
        variables.putIfAbsent("TERM", "xterm");
        variables.put("SHELL", "/bin/sh");
        ProcessBuilder builder = new ProcessBuilder("script", "-q", "-e", "-f", "-c", line, "/dev/null")
                .redirectErrorStream(true).redirectOutput(output.toFile());
        Program program = new Program(start(builder), output, output);
        programs.add(program);
        PseudoTerminal terminal = new PseudoTerminal(program);
        programs.started(terminal);
        return terminal;
    }

    private Process start(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(name -> name.startsWith("SHMOOZE_") || name.startsWith("JAVA_TOOL"));
        builder.environment().putAll(variables);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
