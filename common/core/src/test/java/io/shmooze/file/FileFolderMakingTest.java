// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import io.shmooze.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder for files, before the first file comes. */
class FileFolderMakingTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"inbox", "in/a/row", "Größe", ".hidden"})
    void shouldMakeAFolderThatIsMissing(String name) throws IOException {
        FileFolder folder = FileFolder.of(scratch.resolve(name));
        assertThat(folder.path()).isDirectory().isEqualTo(scratch.resolve(name).toRealPath());
        assertThat(FileFolder.of(scratch.resolve(name)).path()).isEqualTo(folder.path());
    }

    @Test
    void shouldTakeALinkToAFolder() throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("folder"));
        Path link = Files.createSymbolicLink(scratch.resolve("link"), folder);
        assertThat(FileFolder.of(link).path()).isEqualTo(folder.toRealPath());
    }

    @Test
    void shouldRefuseWhatIsNoFolder() throws IOException {
        Path file = Files.createFile(scratch.resolve("file"));
        Path dangling = Files.createSymbolicLink(scratch.resolve("dangling"), scratch.resolve("nothing"));
        for (Path each : new Path[] {file, dangling}) {
            assertThatThrownBy(() -> FileFolder.of(each)).isInstanceOf(UsageException.class)
                    .hasMessage("Not a folder: " + each);
        }
        assertThatThrownBy(() -> FileFolder.of(file.resolve("below"))).isInstanceOf(CannotCreateException.class)
                .hasMessageStartingWith("Cannot make the folder " + file.resolve("below") + ": ");
    }

    /** The kernel's own file systems say that they have no size at all, as ramfs does. */
    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/nowhere"})
    void shouldNotTakeUnknownRoomForNone(String folder) {
        assertThat(FileFolder.mayFit(Path.of(folder), Long.MAX_VALUE)).isTrue();
    }

    @Test
    void shouldKnowTheRoomThereIs() {
        assertThat(FileFolder.mayFit(scratch, 1)).isTrue();
        assertThat(FileFolder.mayFit(scratch, Long.MAX_VALUE)).isFalse();
    }
}
