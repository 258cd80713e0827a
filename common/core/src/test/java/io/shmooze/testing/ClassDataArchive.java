// SPDX-License-Identifier: Apache-2.0
package io.shmooze.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Archives of the classes of the two executable jars, beside them: a JVM maps its archive in place of loading classes,
 * so the many programs of the tests take half the processor time to start. Owns the archives. The first test that
 * starts a program makes them, by one chat, because only classes that were loaded are in them. A JVM that cannot use
 * its archive goes without, and says nothing.
 */
final class ClassDataArchive {
    private static final String SERVER = "server";
    private static final String CLIENT = "client";

    private ClassDataArchive() {
    }

    /** The options of a JVM of this version that runs the server or the client. */
    static List<String> options(String which) {
        if (!which.equals(SERVER) && !which.equals(CLIENT)) {
            return List.of();
        }
        Path archive = archive(which);
        try (FileChannel lock = FileChannel.open(Path.of(archive(SERVER) + ".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            lock.lock();
            if (isOld(SERVER) || isOld(CLIENT)) {
                make();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    private static Path archive(String which) {
        return Path.of(Programs.jar(which) + "." + Runtime.version().feature() + ".jsa");
    }

    private static boolean isOld(String which) throws IOException {
        Path archive = archive(which);
        return Files.notExists(archive) || Files.getLastModifiedTime(archive)
                .compareTo(Files.getLastModifiedTime(Path.of(Programs.jar(which)))) < 0;
    }

    private static void make() throws IOException {
        Path scratch = Files.createTempDirectory(Path.of("/tmp"), "shm");
        Path line = Files.writeString(scratch.resolve("line"), "hello\n");
        Process server = start(SERVER, scratch, Redirect.PIPE);
        start(CLIENT, scratch, Redirect.from(line.toFile())).onExit().join();
        server.destroy();
        server.onExit().join();
        for (String which : List.of(SERVER, CLIENT)) {
            Files.move(scratch.resolve(which), archive(which), StandardCopyOption.REPLACE_EXISTING);
        }
        Programs.delete(scratch);
    }

    private static Process start(String which, Path scratch, Redirect input) throws IOException {
        return new ProcessBuilder(Jdks.own().resolve("bin/java").toString(),
                "-XX:ArchiveClassesAtExit=" + scratch.resolve(which), "-jar", Programs.jar(which),
                "--directory", scratch.resolve("d").toString()).redirectInput(input)
                .redirectOutput(scratch.resolve(which + ".log").toFile()).redirectErrorStream(true).start();
    }
}
