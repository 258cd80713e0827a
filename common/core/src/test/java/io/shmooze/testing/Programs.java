// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts the two programs in processes of their own, for one test: register it with {@code @RegisterExtension}. What
 * still runs when the test ends is killed, and its files are removed. If the test has failed, standard error then has
 * what each program has said, and where its threads are. The executable jars are those that the system
 * properties {@code shmooze.server.jar}, {@code shmooze.client.jar} and {@code shmooze.bench.jar} name.
 */
public final class Programs implements BeforeEachCallback, AfterEachCallback {
    private final List<AutoCloseable> started = new ArrayList<>();
    private final List<Program> programs = new ArrayList<>();
    private Path scratch;
    private int count;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        // Not the temporary directory, whose path may be too long for a Unix socket.
        scratch = Files.createTempDirectory(Path.of("/tmp"), "shm");
    }

    /**
     * The directory of the channels; the first server makes it.
     *
     * @return its path
     */
    public Path directory() {
        return scratch.resolve("d");
    }

    /**
     * A file in a directory of this test's own.
     *
     * @param name its name
     * @return its path
     */
    public Path file(String name) {
        return scratch.resolve(name);
    }

    /**
     * Prepares a server in this test's directory.
     *
     * @param arguments the rest of the command line
     * @return to be started
     */
    public ProgramStart server(String... arguments) {
        return program("server", arguments);
    }

    /**
     * Prepares a client in this test's directory. It waits for its server as long as tests wait, because on a busy
     * machine a server may need more than the default time to start.
     *
     * @param arguments the rest of the command line
     * @return to be started
     */
    public ProgramStart client(String... arguments) {
        return program("client", arguments).with("SHMOOZE_CONNECT_TIMEOUT", Program.PATIENCE.toSeconds() + "s");
    }

    private ProgramStart program(String which, String... arguments) {
        List<String> command = new ArrayList<>(List.of("--directory", directory().toString()));
        command.addAll(List.of(arguments));
        return bare(which, command.toArray(new String[0]));
    }

    /**
     * Prepares a program, and leaves its whole command line to the caller.
     *
     * @param which server, client or bench
     * @param arguments the command line
     * @return to be started
     */
    public ProgramStart bare(String which, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Jdks.own().resolve("bin/java").toString());
        command.addAll(ClassDataArchive.options(which));
        command.addAll(List.of("-jar", jar(which)));
        command.addAll(List.of(arguments));
        return new ProgramStart(this, command, scratch.resolve(which + count++));
    }

    static String jar(String which) {
        String jar = System.getProperty("shmooze." + which + ".jar");
        if (jar == null) {
            throw new IllegalStateException("The system property shmooze." + which + ".jar does not name the jar");
        }
        return jar;
    }

    /** To be closed when the test ends. */
    void started(AutoCloseable program) {
        started.add(program);
    }

    /** To be described if the test fails. */
    void add(Program program) {
        programs.add(program);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent()) {
            programs.forEach(program -> System.err.println(program.describe()));
        }
        for (AutoCloseable program : started) {
            program.close();
        }
        delete(scratch);
    }

    static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return gone(file);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                return gone(visited);
            }

            private FileVisitResult gone(Path path) throws IOException {
                Files.deleteIfExists(path);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * What lies in the directory of the channels.
     *
     * @return the names, in order
     */
    public List<String> leftovers() {
        try (var files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
