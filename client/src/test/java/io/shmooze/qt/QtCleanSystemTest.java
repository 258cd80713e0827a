// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.PseudoTerminal;
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
        assertThat(before.output()).contains("segment   in use " + rig.key(QtRig.KEY).segmentFile() + ", key 0x51",
                "made by pid " + qt.pid()).doesNotContain("semaphore stale  " + rig.directory());
        kill(qt);
        rig.start(command("qt-clean").fromNothing()).awaitExit(2);
        assertThat(rig.left()).isNotEmpty();
        Program clean = rig.start(command("qt-clean", "--yes"));
        clean.awaitExit(0);
        assertThat(clean.output()).contains("segment   stale  " + rig.key(QtRig.KEY).segmentFile());
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
