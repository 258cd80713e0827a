// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two programs with {@code --protocol qt}, against Qt programs. */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(120)
class QtConsoleSystemTest {
    @RegisterExtension
    final QtRig rig = new QtRig();

    @ParameterizedTest
    @EnumSource
    void shouldServeAQtClientInAPipe(QtVersion version) {
        Program server = rig.start(program("server", "--exit-when-alone"));
        server.awaitErrors("serving Qt mailbox " + QtRig.KEY + " at " + rig.key(QtRig.KEY).segmentFile());
        Program qt = rig.chat(version, QtEnd.CLIENT, "lines");
        server.awaitErrors("pid " + qt.pid() + " ");
        qt.feed("Grüße from Qt\n");
        server.awaitOutput("Grüße from Qt\n");
        server.feed("first\nsecond\n");
        qt.awaitOutput("got first\ngot second\n");
        server.endInput();
        qt.endInput();
        qt.awaitExit(0);
        server.awaitExit(0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldWarnASecondClient(QtVersion version) {
        Program qtServer = rig.chat(version, QtEnd.SERVER, "lines");
        Program qtClient = rig.chat(version, QtEnd.CLIENT, "ask");
        Program second = rig.start(program("client", "--linger", "60s").fromNothing());
        second.awaitErrors("2 other programs are attached to this Qt mailbox: clients of one server split its");
        second.signal("TERM");
        second.awaitExit(0);
        for (Program qt : List.of(qtClient, qtServer)) {
            qt.endInput();
            qt.awaitExit(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveOutWhatAQtServerCannotGet(QtVersion version) {
        Program qt = rig.chat(version, QtEnd.SERVER, "lines");
        Program client = rig.start(program("client", "--charset", "ISO-8859-1"));
        client.feed("one\n\n" + "x".repeat(1025) + "\n日本\nlast\n");
        client.endInput();
        client.awaitExit(1);
        assertThat(client.errors()).contains(
                "Line 2 was left out: it has 0 bytes; The Qt protocol cannot carry an empty message",
                "Line 3 was left out: it has 1025 bytes; A message of 1025 bytes is over the limit of 1024, the size "
                        + "of this Qt mailbox",
                "Line 4 was left out: it has 6 bytes; The charset ISO-8859-1 has not all of its characters");
        qt.awaitOutput("got one\ngot last\n");
        qt.endInput();
        qt.awaitExit(0);
    }

    @Test
    void shouldRefuseWhatAMailboxHasNot() {
        assertThat(refused("server", "--room")).contains("--room needs --protocol shmooze");
        assertThat(refused("client", "--accept", ".")).contains("--accept needs --protocol shmooze");
        assertThat(refused("client", "channel")).contains("give --qt-key in place of \"channel\"");
        assertThat(refused("client", "--charset", "UTF-16")).contains("\"UTF-16\" is not a charset that Java knows and "
                + "that writes letters without zero bytes");
        assertThat(refused("server", "--qt-segment-size", "17M")).contains("\"17M\" is not a size from 1 to 16M");
        assertThat(refused("client", "--qt-ipc", "x")).contains("\"x\" is not sysv, posix or posix-legacy");
    }

    private String refused(String which, String... words) {
        Program program = rig.start(program(which, words));
        program.awaitExit(2);
        assertThat(program.errors().lines()).hasSize(1);
        return program.errors();
    }

    private ProgramStart program(String which, String... words) {
        List<String> all = new ArrayList<>(List.of("--protocol", "qt", "--qt-key", QtRig.KEY, "--qt-client-semaphore",
                QtRig.CSEM, "--qt-server-semaphore", QtRig.SSEM));
        all.addAll(List.of(words));
        return rig.programs().bare(which, all.toArray(new String[0]));
    }
}
