// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bad input is refused with one clear line and its exit code. */
@Timeout(120)
class RefusalSystemTest {
    private static final String TOO_LONG = "1234567890123456789012345678901234567890123456789012345678901234.";

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldSayThatNobodyServes() {
        String line = refuses(69, programs.client("--connect-timeout", "200ms", "t"));
        assertThat(line).startsWith("shmooze-client: Nobody serves the channel 't' in " + programs.directory());
    }

    @Test
    void shouldSayThatTheChannelIsFull() {
        Program server = programs.server("--max-clients", "1", "t").start();
        programs.client("t").start();
        server.awaitErrors(" joined");
        assertThat(refuses(69, programs.client("t"))).contains("'t' is full, its limit is 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "../x", "ü", "@home", TOO_LONG})
    void shouldRefuseBadChannelNames(String channel) {
        assertThat(refuses(2, programs.server(channel))).contains("The channel name '");
        assertThat(refuses(2, programs.client(channel))).contains("The channel name '");
    }

    @Test
    void shouldRefuseAPathThatIsTooLongForASocket() {
        String directory = "/tmp/" + "x".repeat(100);
        for (String program : new String[] {"server", "client"}) {
            assertThat(refuses(2, programs.bare(program, "--directory", directory, "chan")))
                    .contains("has 115 bytes; a socket takes 107");
        }
    }

    @Test
    void shouldRefuseADirectoryThatOthersCanWrite() throws IOException {
        Files.createDirectory(programs.directory());
        Files.setPosixFilePermissions(programs.directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
        String line = "Others can write the directory " + programs.directory();
        assertThat(refuses(77, programs.server("t"))).contains(line);
        assertThat(refuses(77, programs.client("t"))).contains(line);
    }

    @Test
    void shouldRefuseADirectoryThatBelongsToAnother() throws IOException {
        Path foreign = foreignDirectory();
        for (String program : new String[] {"server", "client"}) {
            assertThat(refuses(77, programs.bare(program, "--directory", foreign.toString(), "t")))
                    .contains("The directory " + foreign + " belongs to ");
        }
    }

    /** Root creates one; another user takes one of root's. */
    private Path foreignDirectory() throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return Path.of("/usr");
        }
        Path directory = Files.createDirectory(programs.directory());
        return Files.setOwner(directory, directory.getFileSystem().getUserPrincipalLookupService()
                .lookupPrincipalByName("nobody"));
    }

    @Test
    void shouldRefuseADirectoryThatCannotBeMade() {
        assertThat(refuses(73, programs.bare("server", "--directory", "/nowhere/d", "t")))
                .contains("Cannot create the directory /nowhere/d");
    }

    @Test
    void shouldRefuseBadSegmentSizes() {
        for (String size : new String[] {"1023", "2G", "big", "0"}) {
            assertThat(refuses(2, programs.server("--segment-size", size, "t"))).isEqualTo("shmooze-server: "
                    + "Option --segment-size: \"" + size + "\" is not a size from 1K to 1G, such as 1024, 64K or 1M\n");
        }
    }

    @Test
    void shouldNameABadVariable() {
        assertThat(refuses(2, programs.client("t").with("SHMOOZE_WAIT", "x"))).isEqualTo(
                "shmooze-client: Variable SHMOOZE_WAIT: \"x\" is not spinning, adaptive or blocking\n");
    }

    @Test
    void shouldNameABadLineOfTheSettingsFile() throws IOException {
        Path file = Files.writeString(programs.file("my.properties"), "# mine\nwiat = blocking\n");
        assertThat(refuses(2, programs.client("--config", file.toString(), "t"))).startsWith(
                "shmooze-client: " + file + ", line 2: there is no setting \"wiat\"; known are ");
    }

    @Test
    void shouldGiveAHintForABadOption() {
        assertThat(refuses(2, programs.client("--room", "t"))).isEqualTo("shmooze-client: Unknown option: '--room'\n"
                + "shmooze-client: Try java -jar shmooze-client.jar --help\n");
    }

    private static String refuses(int code, ProgramStart start) {
        Program program = start.fromNothing().start();
        program.awaitExit(code);
        assertThat(program.output()).isEmpty();
        assertThat(program.errors().lines()).hasSizeBetween(1, 2);
        return program.errors();
    }
}
