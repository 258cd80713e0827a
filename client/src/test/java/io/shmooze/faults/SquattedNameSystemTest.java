// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static io.shmooze.faults.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fault 21 of RELIABILITY.md's table. Something else has the name of the directory, the lock file, the socket or a
 * segment: it is refused and not touched.
 */
@Timeout(120)
class SquattedNameSystemTest {
    private static final String KEPT = "this is precious and has to be kept\n";

    @RegisterExtension
    final Programs programs = new Programs();

    /** What has the name. The commands get the name as $1 and a precious file as $2. */
    private enum Squatter {
        SYMBOLIC_LINK("ln -s \"$2\" \"$1\""),
        DANGLING_LINK("ln -s \"$2.nowhere\" \"$1\""),
        LINK_TO_DIRECTORY("mkdir \"$2.d\"; ln -s \"$2.d\" \"$1\""),
        HARD_LINK("ln \"$2\" \"$1\""),
        FIFO("mkfifo \"$1\""),
        DIRECTORY("mkdir \"$1\""),
        FOREIGN_FILE("cp \"$2\" \"$1\"");

        private final String command;

        Squatter(String command) {
            this.command = command;
        }
    }

    @ParameterizedTest
    @EnumSource(Squatter.class)
    void shouldRefuseALockFileOrASocketThatIsSomethingElse(Squatter squatter) throws IOException {
        Files.createDirectory(programs.directory());
        Tools.run("chmod", "700", programs.directory().toString());
        for (String name : new String[] {"t.lock", "t.sock"}) {
            Path squatted = programs.directory().resolve(name);
            Path precious = Files.writeString(programs.file("precious-" + name), KEPT);
            Tools.run("sh", "-c", squatter.command, "sh", squatted.toString(), precious.toString());
            Object before = identity(squatted);
            assertThatThrownBy(() -> ShmoozeServer.builder("t").directory(programs.directory()).start())
                    .isInstanceOf(CannotCreateException.class)
                    .hasMessageContainingAll(squatted.toString(), ": remove it");
            assertThat(identity(squatted)).isEqualTo(before);
            assertThat(precious).hasContent(KEPT);
            assertThat(Path.of(precious + ".nowhere")).doesNotExist();
            Tools.run("rm", "-rf", squatted.toString());
        }
        ShmoozeServer.builder("t").directory(programs.directory()).start().close();
    }

    /** Identifies the file and its last modification. */
    private static Object identity(Path path) throws IOException {
        BasicFileAttributes found =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.fileKey() + " " + found.lastModifiedTime();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ln -s \"$2\" \"$1\"", "ln -s \"$2.d\" \"$1\"", "ln \"$2\" \"$1\"", "mkfifo \"$1\"",
        "mkdir -m 755 \"$1\"", "cp \"$2\" \"$1\""})
    void shouldRefuseADirectoryThatAnotherUserHasPlanted(String plant) throws IOException {
        OtherUser other = new OtherUser(programs, OtherUser.NOBODY);
        Path precious = programs.file("precious");
        other.does("umask 022; echo kept > " + precious + "; mkdir " + precious + ".d");
        other.does("set -- " + programs.directory() + " " + precious + "; " + plant);
        for (String which : new String[] {"server", "client"}) {
            assertThat(refuses(77, programs.bare(which, "--directory", programs.directory().toString(), "t")))
                    .contains(programs.directory().toString()).containsAnyOf("Not a directory", "belongs to nobody");
        }
        assertThat(precious).hasContent("kept\n");
        assertThat(Path.of(precious + ".d")).isEmptyDirectory();
    }

    @Test
    void shouldRemoveNoMoreThanTheNameOfAStaleSegment() throws IOException {
        Files.createDirectory(programs.directory());
        Tools.run("chmod", "700", programs.directory().toString());
        Path precious = Files.writeString(programs.file("precious"), KEPT);
        String key = "0123456789abcdef0123456789abcdef";
        Files.createSymbolicLink(programs.directory().resolve("t.1." + key + ".segment"), precious);
        Files.createLink(programs.directory().resolve("t.2." + key + ".segment"), precious);
        Path directory = Files.createDirectory(programs.directory().resolve("t.3." + key + ".segment"));
        Files.writeString(directory.resolve("file"), KEPT);
        assertThat(refuses(73, programs.server("t"))).contains("Cannot remove what a dead server left",
                directory.toString());
        assertThat(directory.resolve("file")).hasContent(KEPT);
        Tools.run("rm", "-r", directory.toString());
        Program server = programs.server("t").start();
        server.awaitErrors("serving channel t");
        assertThat(programs.leftovers()).containsExactly("t.lock", "t.sock");
        assertThat(precious).hasContent(KEPT);
    }
}
