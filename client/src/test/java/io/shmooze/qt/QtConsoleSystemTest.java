// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.OneQtTestAtATime;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

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
                "Line 4 was left out: it has 6 bytes; The charset ISO-8859-1 lacks some of its characters");
        qt.awaitOutput("got one\ngot last\n");
        qt.endInput();
        qt.awaitExit(0);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayInAPipeHowOftenQtWroteOverItsOwnMessages(QtVersion version) {
        Program server = rig.start(program("server", "--exit-when-alone"));
        server.awaitErrors("serving ");
        Program qt = rig.chat(version, QtEnd.CLIENT, "lines");
        server.awaitErrors(" joined");
        server.signal("STOP");
        qt.feed("flood 100\n");
        qt.awaitOutput("sent 100");
        server.signal("CONT");
        server.awaitOutput("99\n");
        // Before Qt leaves: its end would revert wake-ups that nobody has taken.
        awaitWakeUps(QtRig.CSEM, 0);
        server.endInput();
        qt.endInput();
        qt.awaitExit(0);
        server.awaitExit(0);
        assertThat(server.output()).isEqualTo("99\n");
        assertThat(server.errors()).contains("Woken 99 times without a message: the Qt program wrote over");
    }

    /** It counts the line in the mailbox, the one that waits for room, and those that wait in the input. */
    @ParameterizedTest
    @MethodSource("io.shmooze.qt.QtMailboxSystemTest#ends")
    void shouldSayWhatQtHasNotReadAndLeaveNoneOfItToTheNextStart(QtVersion version, QtEnd end) {
        Pair pair = pair(version, end);
        pair.qt.signal("STOP");
        pair.program.feed("one\ntwo\nthree\nfour\nfive\n");
        awaitWakeUps(end == QtEnd.SERVER ? QtRig.SSEM : QtRig.CSEM, 1);
        pair.program.signal("TERM");
        pair.program.awaitExit(1);
        assertThat(pair.program.errors()).contains("Stopped early; undelivered: 5 messages");
        goOn(pair, end);
        assertThat(pair.qt.output()).doesNotContain("got one");
    }

    @ParameterizedTest
    @MethodSource("io.shmooze.qt.QtMailboxSystemTest#ends")
    void shouldLetQtReadWhatAKilledProgramOfOursHasSent(QtVersion version, QtEnd end) {
        Pair pair = pair(version, end);
        pair.qt.signal("STOP");
        pair.program.feed("one\n");
        awaitWakeUps(end == QtEnd.SERVER ? QtRig.SSEM : QtRig.CSEM, 1);
        pair.program.signal("KILL");
        pair.program.awaitExit(137);
        goOn(pair, end);
        assertThat(pair.qt.output()).contains("got one\ngot next\n");
    }

    /** Waits until so many wake-ups are left that nobody has taken. */
    private void awaitWakeUps(String semaphore, int count) {
        Patience.until(() -> rig.left().stream().anyMatch(object -> object.value() == count
                && object.file().equals(rig.key(semaphore).semaphoreFile())));
    }

    private record Pair(Program program, Program qt) {
    }

    private Pair pair(QtVersion version, QtEnd end) {
        if (end == QtEnd.CLIENT) {
            Program qt = rig.chat(version, QtEnd.SERVER, "lines");
            return new Pair(start(end), qt);
        }
        Program program = start(end);
        Program qt = rig.chat(version, QtEnd.CLIENT, "lines");
        program.awaitErrors(" joined");
        return new Pair(program, qt);
    }

    private Program start(QtEnd end) {
        Program program = rig.start(program(end == QtEnd.SERVER ? "server" : "client"));
        program.awaitErrors(end == QtEnd.SERVER ? "serving " : "attached ");
        return program;
    }

    /** Starts our end again, and only then lets the same Qt program go on. */
    private void goOn(Pair pair, QtEnd end) {
        Program next = start(end);
        next.awaitErrors(end == QtEnd.SERVER ? " joined" : "attached ");
        next.feed("next\n");
        pair.qt.signal("CONT");
        pair.qt.awaitOutput("got next\n");
        pair.qt.feed("back\n");
        next.awaitOutput("back\n");
        assertThat(next.output()).isEqualTo("back\n");
        next.endInput();
        next.signal("TERM");
        next.awaitExit(0);
        if (end == QtEnd.SERVER) {
            rig.endWithoutServer(pair.qt);
        } else {
            pair.qt.endInput();
            pair.qt.awaitExit(0);
        }
    }

    @Test
    void shouldEndWithItsMailbox() throws IOException {
        Program server = rig.start(program("server"));
        server.awaitErrors("serving ");
        rig.destroy();
        server.awaitExit(1);
        assertThat(server.errors().lines()).last().asString()
                .startsWith("shmooze-server: The Qt mailbox has failed: Cannot create ").contains("no such file");
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
