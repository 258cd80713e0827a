// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.CannotCreateException;
import io.shmooze.NotPermittedException;
import io.shmooze.UsageException;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentDirectoryTest {
    @TempDir
    Path parent;
    private Path path;

    @BeforeEach
    void name() {
        path = parent.resolve("channels");
    }

    @Test
    void shouldMakeADirectoryForTheOwnerOnly() throws IOException {
        SegmentDirectory directory = SegmentDirectory.create(path, false);
        assertThat(directory.path()).isEqualTo(path).isDirectory();
        assertThat(mode()).isEqualTo("rwx------");
    }

    @Test
    void shouldTakeAnExistingDirectoryAsItIs() throws IOException {
        make("rwxr-xr-x");
        Files.writeString(path.resolve("note"), "kept");
        SegmentDirectory.create(path, false);
        assertThat(mode()).isEqualTo("rwxr-xr-x");
        assertThat(path.resolve("note")).hasContent("kept");
    }

    @Test
    void shouldTellWhenThereIsNoneYet() {
        assertThat(SegmentDirectory.open(path, Set.of())).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwx-w--w-", "rwxrwxrwx"})
    void shouldRefuseADirectoryThatOthersCanWrite(String mode) throws IOException {
        make(mode);
        assertThatThrownBy(() -> SegmentDirectory.create(path, false)).isInstanceOf(NotPermittedException.class)
                .hasMessageContaining(path.toString()).hasMessageContaining(mode);
        assertThatThrownBy(() -> SegmentDirectory.open(path, Set.of())).isInstanceOf(NotPermittedException.class);
    }

    @Test
    void shouldRefuseADirectoryOfSomebodyElse() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a directory away");
        make("rwx------");
        Tools.run("chown", "65534", path.toString());
        String owner = Files.getOwner(path).getName();
        assertThatThrownBy(() -> SegmentDirectory.create(path, false)).isInstanceOf(NotPermittedException.class)
                .hasMessageContaining("belongs to " + owner);
        assertThatThrownBy(() -> SegmentDirectory.open(path, Set.of())).isInstanceOf(NotPermittedException.class);
    }

    @Test
    void shouldRefuseALink() throws IOException {
        Path target = Files.createDirectory(parent.resolve("target"));
        Files.createSymbolicLink(path, target);
        assertThatThrownBy(() -> SegmentDirectory.create(path, false)).isInstanceOf(NotPermittedException.class)
                .hasMessageContaining("Not a directory: " + path);
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void shouldRefuseAFile() throws IOException {
        Files.writeString(path, "kept");
        assertThatThrownBy(() -> SegmentDirectory.create(path, false)).isInstanceOf(NotPermittedException.class)
                .hasMessageContaining("Not a directory: " + path);
        assertThat(path).hasContent("kept");
    }

    @Test
    void shouldNotMakeItsParents() {
        Path deep = path.resolve("deeper");
        assertThatThrownBy(() -> SegmentDirectory.create(deep, false)).isInstanceOf(CannotCreateException.class)
                .hasMessageContaining(deep.toString());
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldTakeASocketPathUpToTheLimit() {
        String longest = "x".repeat(107 - "/.sock".length() - path.toString().length());
        SegmentDirectory directory = SegmentDirectory.create(path, false);
        assertThat(directory.socket(longest).toString()).hasSize(107);
        assertThatThrownBy(() -> directory.socket(longest + "x")).isInstanceOf(UsageException.class)
                .hasMessageContaining("108 bytes").hasMessageContaining("takes 107");
    }

    @Test
    void shouldPutChannelsIntoSharedMemoryOnLinux() {
        assumeTrue(Files.isDirectory(Path.of("/dev/shm")), "no /dev/shm");
        assertThat(SegmentDirectory.defaultPath()).hasParentRaw(Path.of("/dev/shm"));
        assertThat(SegmentDirectory.defaultPath().getFileName().toString())
                .isEqualTo("shmooze-" + System.getProperty("user.name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "", "m\u00fcller", "m\ufffd\ufffdller", "DOMAIN\\user", "a b", "a/b"})
    void shouldUseTheNumberOfAUserWithoutAUsableName(String name) throws IOException {
        String before = System.getProperty("user.name");
        try {
            System.setProperty("user.name", name);
            assertThat(SegmentDirectory.defaultPath().getFileName().toString())
                    .isEqualTo("shmooze-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
            assertThat(CurrentUser.name()).isEqualTo(Files.getOwner(parent).getName());
        } finally {
            System.setProperty("user.name", before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "svc_1.test-2"})
    void shouldUseAnyOtherName(String name) {
        String before = System.getProperty("user.name");
        try {
            System.setProperty("user.name", name);
            assertThat(SegmentDirectory.defaultPath().getFileName().toString()).isEqualTo("shmooze-" + name);
        } finally {
            System.setProperty("user.name", before);
        }
    }

    private void make(String mode) throws IOException {
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
