// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A JVM that this program has started to measure: lines both ways, and its end. */
final class Child implements AutoCloseable {
    private static final long PATIENCE_S = 5;
    private static final int LINES_KEPT = 20;

    private final String name;
    private final Process process;
    private final BufferedReader output;
    private final Thread errorReader;
    private final Deque<String> errors = new ArrayDeque<>();
    /** The process at the other end; null until there is one. */
    private Child companion;
    private Runnable afterwards = () -> { };

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.output = process.inputReader(StandardCharsets.US_ASCII);
        this.errorReader = new Thread(this::readErrors, "bench-errors");
        errorReader.setDaemon(true);
        errorReader.start();
    }

    /**
     * Starts one, of the same JDK and class path as this.
     *
     * @param main what it runs
     * @param contender of which it is one end
     * @param arguments after the transport's class and variant
     * @param processor the only one on which it runs; empty for any
     */
    static Child start(Class<?> main, Contender contender, List<String> arguments, OptionalInt processor)
            throws IOException {
        List<String> command = new ArrayList<>();
        processor.ifPresent(number -> command.addAll(List.of("taskset", "-c", Integer.toString(number))));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(contender.jvmOptions());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(contender.transport().type().getName(), contender.transport().variant()));
        command.addAll(arguments);
        String name = "the " + main.getSimpleName() + " of " + contender.name();
        return Children.add(() -> new Child(name, new ProcessBuilder(command).start()));
    }

    /** Sets what to do after it has ended in any way. */
    void afterwards(Runnable action) {
        afterwards = action;
    }

    long pid() {
        return process.pid();
    }

    /** Ends this process when the other one has ended, because not every library notices the end of its peer. */
    void endWith(Child other) {
        companion = other;
        other.process.onExit().thenRun(this::closeInput);
    }

    /** Waits for the next line, which has to begin with a word. */
    String await(String word) throws IOException, InterruptedException {
        String line = output.readLine();
        if (line == null || !line.startsWith(word)) {
            throw failure(line);
        }
        return line;
    }

    /** Of the process that ended first: it has the reason. */
    private ChildFailedException failure(String line) throws InterruptedException {
        return companion != null && !companion.process.isAlive() ? companion.ownFailure(null) : ownFailure(line);
    }

    private ChildFailedException ownFailure(String line) throws InterruptedException {
        close();
        errorReader.join();
        String what = line == null ? "ended with code " + process.exitValue() : "says \"" + line + "\"";
        return new ChildFailedException(name + " " + what + errors());
    }

    private synchronized String errors() {
        return errors.isEmpty() ? "" : "; " + String.join(" | ", errors);
    }

    /** Lets it go on. */
    void go() throws InterruptedException {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            ChildFailedException failure = failure(null);
            failure.addSuppressed(e);
            throw failure;
        }
    }

    /** Asks it to end and waits for that; kills it after some seconds. */
    @Override
    public void close() {
        try {
            closeInput();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            afterwards.run();
            Children.remove(this);
        }
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
            return;
        }
    }

    private void readErrors() {
        try (BufferedReader reader = process.errorReader()) {
            reader.lines().forEach(this::keep);
        } catch (IOException | UncheckedIOException e) {
            keep(e.toString());
        }
    }

    private synchronized void keep(String line) {
        errors.add(line.strip());
        if (errors.size() > LINES_KEPT) {
            errors.remove();
        }
    }
}
