// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.testing.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The versions of Qt that the tests' Qt program is built with, where they are installed. */
enum QtVersion {
    QT5("Qt5"),
    QT6("Qt6");

    /** Tests run in the module's folder, and measurements in the one above. */
    private static final Path MODULE = Path.of(Files.exists(Path.of("src/test/qt")) ? "" : "client");
    private static final Path SOURCES = MODULE.resolve("src/test/qt");

    private final String name;
    private final Map<String, Path> programs = new HashMap<>();

    QtVersion(String name) {
        this.name = name;
    }

    /** The program, built if need be; skips the test, and says so, where this Qt is missing. */
    Path program() {
        return program("peer", name + "Core");
    }

    /** The same for the program that shares pictures. */
    Path pictureProgram() {
        return program("picture", name + "Gui");
    }

    private synchronized Path program(String source, String module) {
        Tools.require("g++", "Nothing is tested against Qt");
        Tools.require("pkg-config", "Nothing is tested against Qt");
        String flags = flags(module);
        if (flags == null) {
            System.err.println("SKIPPED, for want of " + module + ": Nothing is tested against it");
        }
        assumeTrue(flags != null, () -> "There is no " + module);
        return programs.computeIfAbsent(source, key -> build(SOURCES.resolve(source + ".cpp"),
                MODULE.resolve("target").resolve(name + "-" + source), flags));
    }

    private static Path build(Path source, Path built, String flags) {
        List<String> words = new ArrayList<>(List.of("g++", "-std=c++17", "-O2", "-fPIC", "-Wall", "-Wextra", "-Werror",
                "-pthread", "-o", built.toString(), source.toString()));
        words.addAll(List.of(flags.trim().split("\\s+")));
        try {
            if (!Files.exists(built) || Files.getLastModifiedTime(built).compareTo(
                    Files.getLastModifiedTime(source)) < 0) {
                Tools.run(words.toArray(new String[0]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(built).isExecutable();
        return built.toAbsolutePath();
    }

    /** Of compiler and linker; null if this Qt is not installed. */
    private static String flags(String module) {
        try {
            Process process = new ProcessBuilder("pkg-config", "--cflags", "--libs", module).start();
            String flags = new String(process.getInputStream().readAllBytes());
            return process.waitFor() == 0 ? flags : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
