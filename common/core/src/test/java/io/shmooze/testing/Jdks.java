// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The JDKs of this machine, of all versions that the library supports. */
public final class Jdks {
    private static final Path OWN = Path.of(System.getProperty("java.home"));
    private static final List<Path> FOLDERS = List.of(Path.of("/usr/lib/jvm"), OWN.toAbsolutePath().getParent());
    private static final int OLDEST = 17;
    private static final String VERSION = "JAVA_VERSION=\"";

    private Jdks() {
    }

    /**
     * The JDK that runs this test.
     *
     * @return its directory
     */
    public static Path own() {
        return OWN;
    }

    /**
     * A JDK of another version: the oldest that is supported, or the newest if this test runs with the oldest. Skips
     * the test if there is none.
     *
     * @return its directory
     */
    public static Path other() {
        TreeMap<Integer, Path> found = new TreeMap<>();
        for (Path folder : FOLDERS) {
            found.putAll(inFolder(folder));
        }
        int own = Runtime.version().feature();
        found.remove(own);
        if (found.isEmpty()) {
            System.err.println("SKIPPED, for want of a second JDK in " + FOLDERS + ": whether JDKs of different "
                    + "versions understand each other");
        }
        Assumptions.assumeFalse(found.isEmpty(), () -> "There is no second JDK in " + FOLDERS);
        Map.Entry<Integer, Path> oldest = found.firstEntry();
        return oldest.getKey() < own ? oldest.getValue() : found.lastEntry().getValue();
    }

    private static Map<Integer, Path> inFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Map.of();
        }
        Map<Integer, Path> found = new TreeMap<>();
        try (Stream<Path> homes = Files.list(folder)) {
            for (Path home : homes.filter(each -> Files.isExecutable(each.resolve("bin/javac"))).sorted().toList()) {
                int version = version(home);
                if (version >= OLDEST) {
                    found.put(version, home);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** 0 if the JDK does not say. */
    private static int version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)) {
            return 0;
        }
        return Files.readString(release).lines().filter(line -> line.startsWith(VERSION))
                .map(line -> line.substring(VERSION.length()).split("[^0-9]")[0])
                .mapToInt(Integer::parseInt).findFirst().orElse(0);
    }
}
