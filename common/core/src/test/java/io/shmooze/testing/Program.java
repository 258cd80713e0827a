// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program that runs, or ran, in a process of its own. */
public final class Program implements AutoCloseable {
    /** How long tests wait for something before they say that it does not happen. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;
    private final Path errors;

    Program(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /**
     * Its process id.
     *
     * @return the id
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Whether it runs.
     *
     * @return false once it has ended
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Writes to its standard input.
     *
     * @param text in UTF-8
     */
    public void feed(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(state(), e);
        }
    }

    /** Closes its standard input. */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(state(), e);
        }
    }

    /** Closes the reading end of its standard output, if that is a pipe. */
    public void closeOutput() {
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(state(), e);
        }
    }

    /**
     * What it has written to standard output so far.
     *
     * @return as text
     */
    public String output() {
        return read(output);
    }

    /**
     * What it has written to standard error so far.
     *
     * @return as text
     */
    public String errors() {
        return read(errors);
    }

    /** For messages: whether it has ended, and how, and what it says about that. */
    private String state() {
        return process + "; standard error: " + errors();
    }

    private static String read(Path file) {
        try {
            // Not Files.readString, which refuses a character of which only a part was written yet.
            return file == null ? "" : new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until standard output contains a text.
     *
     * @param text what to wait for
     */
    public void awaitOutput(String text) {
        Patience.await().untilAsserted(() -> assertThat(output()).as(this::state).contains(text));
    }

    /**
     * Waits until standard error contains a text.
     *
     * @param text what to wait for
     */
    public void awaitErrors(String text) {
        Patience.await().untilAsserted(() -> assertThat(errors()).as(process::toString).contains(text));
    }

    /**
     * Waits for its end.
     *
     * @param code the exit code that it has to have
     */
    public void awaitExit(int code) {
        try {
            assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .as(() -> "has ended: " + state()).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(process.exitValue()).as(this::state).isEqualTo(code);
    }

    /**
     * Sends it a signal. Returns from STOP when every thread stands still, which on a busy machine takes a while.
     * KILL has no effect on a process that has just ended by itself; every other signal fails then.
     *
     * @param name TERM, INT, STOP and so on
     */
    public void signal(String name) {
        if (name.equals("KILL")) {
            process.destroyForcibly();
            return;
        }
        Tools.run("kill", "-" + name, Long.toString(pid()));
        if (name.equals("STOP")) {
            Patience.until(() -> !isAlive() || isStopped());
        }
    }

    private boolean isStopped() {
        try (var threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid()), "task"))) {
            for (Path thread : threads) {
                String status = Files.readString(thread.resolve("stat"));
                if (status.charAt(status.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (IOException | DirectoryIteratorException e) {
            // A thread has just ended, or all of it.
            return false;
        }
    }

    /** Kills it with SIGKILL and waits until it is gone. */
    public void kill() {
        signal("KILL");
        process.onExit().join();
    }

    /** What it has said, how it has ended, and where its threads are if it has not. */
    String describe() {
        String stacks = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(each -> each.info().command().orElse("").endsWith("/java")).map(Program::stacks)
                .collect(Collectors.joining("\n"));
        return "---- " + process + "\n---- standard output\n" + output() + "\n---- standard error\n" + errors() + "\n"
                + stacks;
    }

    private static String stacks(ProcessHandle java) {
        Path jstack = Path.of(System.getProperty("java.home"), "bin", "jstack");
        try {
            Process dump = new ProcessBuilder("timeout", "-s", "KILL", "20", jstack.toString(),
                    Long.toString(java.pid())).redirectErrorStream(true).start();
            return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "The threads of " + java.pid() + " are not known: " + e;
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    Process process() {
        return process;
    }
}
