// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.faults.SystemRequirements;
import io.shmooze.testing.OneQtTestAtATime;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands {@code qt-status} and {@code qt-clean}, after a Qt program was killed. */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(120)
class QtCleanSystemTest {
    @RegisterExtension
    final QtRig rig = new QtRig();

    @ParameterizedTest
    @EnumSource
    void shouldListAndRemoveWhatAKilledQtProgramHasLeft(QtVersion version) {
        Program qt = rig.chat(version, QtEnd.SERVER, "lines");
        Program before = rig.start(command("qt-status"));
        before.awaitExit(0);
        assertThat(before.output()).contains("segment   in use  " + rig.key(QtRig.KEY).segmentFile() + ", key 0x51",
                "made by pid " + qt.pid(), "attached by pid " + qt.pid() + " (" + version.program().getFileName())
                .doesNotContain("semaphore stale   " + rig.directory());
        kill(qt);
        rig.start(command("qt-clean").fromNothing()).awaitExit(2);
        assertThat(rig.left()).isNotEmpty();
        Program clean = rig.start(command("qt-clean", "--yes"));
        clean.awaitExit(0);
        assertThat(clean.output()).contains("segment   stale   " + rig.key(QtRig.KEY).segmentFile());
        assertThat(rig.left()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRemoveOnlyWhatItMay(QtVersion version) {
        kill(rig.chat(version, QtEnd.SERVER, "lines"));
        int count = rig.left().size();
        assertThat(count).isPositive();
        answer("n", "Nothing was removed");
        answer("", "Nothing was removed");
        assertThat(rig.left()).hasSize(count);
        answer("y", "Removed: ");
        assertThat(rig.left()).isEmpty();
    }

    /** The system does not show the processes that hold a semaphore without using it. */
    @ParameterizedTest
    @EnumSource
    void shouldLeaveASemaphoreThatALivingProgramHoldsUnused(QtVersion version) {
        QtConsole maker = rig.console(version);
        maker.expect("semaphore s create 5 held");
        Program program = rig.startConsole(version);
        QtConsole holder = new QtConsole(program);
        holder.expect("semaphore s open 0 held");
        maker.kill();
        Program clean = rig.start(command("qt-clean", "--yes"));
        clean.awaitExit(0);
        assertThat(clean.errors()).contains("Nothing is stale").contains("Left alone: ");
        assertThat(clean.output()).contains("semaphore unclear " + rig.key("held").semaphoreFile(),
                "count 5", "pid " + program.pid() + " (");
        holder.expect("acquire s");
        holder.kill();
        Program again = rig.start(command("qt-clean", "--yes"));
        again.awaitExit(0);
        assertThat(again.output()).contains("semaphore stale   " + rig.key("held").semaphoreFile());
        assertThat(rig.left()).isEmpty();
    }

    /** Makes the remains of a killed program, and files that look like its key files or replace them. */
    @ParameterizedTest
    @EnumSource
    void shouldLeaveWhatMayNotBeQts(QtVersion version) throws IOException {
        kill(rig.chat(version, QtEnd.SERVER, "lines"));
        Path notes = Files.writeString(rig.directory().resolve("qipc_sharedmemory_notes"), "notes");
        Path folder = Files.createDirectory(rig.directory().resolve("qipc_systemsem_" + "0".repeat(40)));
        Path written = Files.writeString(rig.key(QtRig.KEY).segmentFile(), "no key file any more");
        Files.delete(rig.key(QtRig.CSEM).semaphoreFile());
        Program clean = rig.start(command("qt-clean", "--yes"));
        clean.awaitExit(0);
        assertThat(notes).hasContent("notes");
        assertThat(folder).isDirectory();
        assertThat(written).hasContent("no key file any more");
        assertThat(rig.key(QtRig.SSEM).semaphoreFile()).doesNotExist();
        assertThat(clean.output()).contains("segment   unclear " + notes, ", it has 5 bytes, and Qt's have 0",
                "semaphore unclear " + folder, ", it is a folder",
                "segment   unclear " + written, ", it has 20 bytes, and Qt's have 0",
                "segment   unclear (no file), key 0x51", "semaphore unclear (no file), key 0x51",
                "no key file in " + rig.directory() + " leads to it");
        rig.qtLeaves();
    }

    @Test
    void shouldSayThatThereIsNothing() {
        SystemRequirements.requireRoot("an empty list of Qt's objects");
        Program status = rig.start(command("qt-status").by("unshare", "-i", "-m", "sh", "-c",
                "mount -t tmpfs tmpfs /dev/shm && exec \"$@\"", "sh"));
        status.awaitExit(0);
        assertThat(status.output()).isEmpty();
        assertThat(status.errors()).isEqualTo("shmooze-client: Nothing of Qt was found in " + rig.directory()
                + ", in /dev/shm, or among the System V objects\n");
    }

    private void answer(String answer, String expected) {
        PseudoTerminal terminal =
                command("qt-clean").with("TMPDIR", rig.directory().toString()).startOnTerminal();
        terminal.awaitShown("? [y/N] ");
        terminal.type(answer);
        terminal.enter();
        terminal.awaitShown(expected);
        terminal.awaitExit(0);
    }

    private static void kill(Program qt) {
        qt.signal("KILL");
        qt.awaitExit(137);
    }

    private ProgramStart command(String... words) {
        return rig.programs().bare("client", words);
    }
}
