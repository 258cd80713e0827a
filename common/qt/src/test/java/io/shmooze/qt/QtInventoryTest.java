// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.qt.QtObject.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only objects that are certainly Qt's and certainly dead are stale. This process, which makes them here, lives. */
@EnabledOnOs(OS.LINUX)
class QtInventoryTest {
    private static final String HASH = "ec92a8b546b67203af253bb8fe1f982510a6feb9";
    private static final String SEGMENT = "qipc_sharedmemory_Key" + HASH;
    private static final String SEMAPHORE = "qipc_systemsem_Key" + HASH;
    private static final int CREATE = 01000;
    private static final int IPC_RMID = 0;
    private static final int SETVAL = 16;

    @TempDir
    private Path scratch;
    private Path directory;
    private final NativeCalls calls = Natives.calls();
    private int segment = -1;
    private int semaphore = -1;

    @BeforeEach
    void resolve() throws IOException {
        directory = scratch.toRealPath();
    }

    @AfterEach
    void remove() {
        if (segment >= 0) {
            calls.shmctl(segment, IPC_RMID, null);
        }
        if (semaphore >= 0) {
            calls.semctl(semaphore, IPC_RMID, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({SEGMENT + ", it has 5 bytes", SEMAPHORE + ", it has 5 bytes", "qipc_sharedmemory_notes.txt, it has 5",
        "qipc_systemsem_" + HASH + "0a, it has 5"})
    void shouldNotTakeFilesWithContentsForKeyFiles(String name, String reason) throws IOException {
        Files.writeString(directory.resolve(name), "notes");
        age(name);
        assertUnclear(name, reason);
    }

    @ParameterizedTest
    @CsvSource({"qipc_sharedmemory_", "qipc_sharedmemory_notes", "qipc_systemsem_Key1" + HASH,
        "qipc_systemsem_ec92a8b546b67203af253bb8fe1f982510a6feb", "qipc_sharedmemory_Key" + HASH + ".bak"})
    void shouldNotTakeOtherNamesForQts(String name) throws IOException {
        Files.createFile(directory.resolve(name));
        age(name);
        assertUnclear(name, "Qt makes no such name");
    }

    @Test
    void shouldNotTakeFoldersAndLinksForKeyFiles() throws IOException {
        Files.createDirectory(directory.resolve(SEGMENT));
        Files.createSymbolicLink(directory.resolve(SEMAPHORE), Files.createFile(directory.resolve("target")));
        age(SEGMENT);
        assertUnclear(SEGMENT, "it is a folder");
        assertUnclear(SEMAPHORE, "it is no regular file");
    }

    @ParameterizedTest
    @CsvSource({SEGMENT, SEMAPHORE, "qipc_sharedmemory_" + HASH})
    void shouldTakeALoneKeyFileForStaleOnceItIsOld(String name) throws IOException {
        Files.createFile(directory.resolve(name));
        assertUnclear(name, "made a moment ago");
        age(name);
        QtObject old = found(name);
        assertThat(old.state()).isEqualTo(State.STALE);
        old.remove();
        assertThat(directory.resolve(name)).doesNotExist();
    }

    @Test
    void shouldNotTakeASegmentForStaleWhoseMakerLives() throws IOException {
        segment = calls.shmget(key(SEGMENT), 64, CREATE | 0600);
        assertUnclear(SEGMENT, "pid " + ProcessHandle.current().pid());
        assertThat(found(SEGMENT).reason()).endsWith(", which made it, lives");
    }

    @Test
    void shouldNameWhoIsAttached() throws IOException {
        segment = calls.shmget(key(SEGMENT), 64, CREATE | 0600);
        long address = calls.shmat(segment, 0);
        QtObject attached = found(SEGMENT);
        calls.shmdt(address);
        assertThat(attached.state()).isEqualTo(State.IN_USE);
        assertThat(attached.users()).containsExactly(ProcessHandle.current().pid());
        assertThat(attached.reason()).startsWith("attached by pid " + ProcessHandle.current().pid() + " (");
    }

    @ParameterizedTest
    @CsvSource({"438, 666", "416, 640", "384, ''"})
    void shouldNotTakeAnotherModeForQts(int mode, String told) throws IOException {
        segment = calls.shmget(key(SEGMENT), 64, CREATE | mode);
        String reason = found(SEGMENT).reason();
        assertThat(reason.startsWith("its mode is " + told)).as(reason).isEqualTo(!told.isEmpty());
        assertThat(found(SEGMENT).state()).isEqualTo(State.UNCLEAR);
    }

    /** As any program makes one that has heard of {@code ftok(path, 'Q')}. */
    @Test
    void shouldNotTakeAnObjectForQtsThatNoKeyFileLeadsTo() throws IOException {
        segment = calls.shmget(key("database.lock"), 64, CREATE | 0600);
        semaphore = calls.semget(keyOf("database.lock"), CREATE | 0600);
        int key = keyOf("database.lock");
        List<QtObject> ours = QtInventory.of(directory).stream().filter(object -> object.key() == key).toList();
        assertThat(ours).hasSize(2).allSatisfy(object -> {
            assertThat(object.state()).isEqualTo(State.UNCLEAR);
            assertThat(object.reason()).contains("no key file in " + directory + " leads to it");
        });
    }

    @Test
    void shouldTakeASemaphoreForUsedWhoseLastUserLives() throws IOException {
        semaphore = calls.semget(key(SEMAPHORE), CREATE | 0600);
        assertUnclear(SEMAPHORE, "nobody, or a process outside of this pid namespace, has used it");
        calls.semctl(semaphore, SETVAL, 1);
        QtObject used = found(SEMAPHORE);
        assertThat(used.state()).isEqualTo(State.IN_USE);
        assertThat(used.reason()).startsWith("pid " + ProcessHandle.current().pid()).endsWith("used it last, lives");
    }

    private void assertUnclear(String name, String reason) {
        QtObject object = found(name);
        assertThat(object.state()).isEqualTo(State.UNCLEAR);
        assertThat(object.reason()).contains(reason);
    }

    private QtObject found(String name) {
        return QtInventory.of(directory).stream().filter(object -> directory.resolve(name).equals(object.file()))
                .findFirst().orElseThrow();
    }

    /** Makes the file, and returns the key that it leads to. */
    private int key(String name) throws IOException {
        Files.createFile(directory.resolve(name));
        return keyOf(name);
    }

    private int keyOf(String name) {
        try {
            return KeyFile.systemVKey(directory.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void age(String name) throws IOException {
        Files.setLastModifiedTime(directory.resolve(name), FileTime.from(Instant.now().minusSeconds(60)));
    }
}
