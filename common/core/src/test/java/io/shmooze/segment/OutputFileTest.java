// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    private static final byte[] NEW = {1, 2, 3};
    private static final byte[] OLD = {4, 5, 6, 7};

    @TempDir
    Path folder;

    private void expectFiles(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    @Test
    void shouldWriteANewFile() throws IOException {
        assertThat(OutputFile.replace(folder.resolve("a"), NEW)).isFalse();
        assertThat(OutputFile.create(folder.resolve("b"), NEW)).isTrue();
        assertThat(folder.resolve("a")).hasBinaryContent(NEW);
        assertThat(folder.resolve("b")).hasBinaryContent(NEW);
        expectFiles("a", "b");
    }

    @Test
    void shouldReplaceAFileAndSaySo() throws IOException {
        Path file = Files.write(folder.resolve("a"), OLD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThat(OutputFile.replace(file, NEW)).isTrue();
        assertThat(file).hasBinaryContent(NEW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-rw----");
        expectFiles("a");
    }

    /** A process that has the old file open still reads all of it. */
    @Test
    void shouldNotWriteIntoTheOldFile() throws IOException {
        Path file = Files.write(folder.resolve("a"), OLD);
        Path other = Files.createLink(folder.resolve("other"), file);
        OutputFile.replace(file, NEW);
        assertThat(other).hasBinaryContent(OLD);
    }

    @Test
    void shouldReplaceWhatALinkLeadsTo() throws IOException {
        Path file = Files.write(folder.resolve("a"), OLD);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(OutputFile.replace(link, NEW)).isTrue();
        assertThat(link).isSymbolicLink();
        assertThat(file).hasBinaryContent(NEW);
        expectFiles("a", "link");
    }

    @Test
    void shouldNotReplaceADevice() throws IOException {
        // A link, so that a mistake does not damage the machine's own device.
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
        assertThat(OutputFile.replace(link, NEW)).isFalse();
        assertThat(link).isSymbolicLink();
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
        expectFiles("link");
        Files.delete(link);
    }

    @Test
    void shouldNotReplaceWhereNothingMayBe() throws IOException {
        Path file = Files.write(folder.resolve("a"), OLD);
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        assertThat(OutputFile.create(file, NEW)).isFalse();
        assertThat(OutputFile.create(link, NEW)).isFalse();
        assertThatThrownBy(() -> OutputFile.rename(file, link)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasBinaryContent(OLD);
        assertThat(Files.exists(link.resolveSibling("nowhere"), LinkOption.NOFOLLOW_LINKS)).isFalse();
        expectFiles("a", "link");
    }

    @Test
    void shouldLeaveNothingOfWhatCannotBeWritten() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        assertThatThrownBy(() -> OutputFile.replace(taken, NEW)).isInstanceOf(CannotCreateException.class)
                .hasMessage("Cannot write " + taken + ": Is a directory");
        Path missing = folder.resolve("missing/a");
        assertThatThrownBy(() -> OutputFile.replace(missing, NEW)).isInstanceOf(CannotCreateException.class)
                .hasMessage("Cannot write " + missing + ": no such directory");
        assertThatThrownBy(() -> OutputFile.create(missing, NEW)).isInstanceOf(CannotCreateException.class);
        expectFiles("taken");
    }
}
