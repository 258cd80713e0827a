// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.PseudoTerminal;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two programs on terminals. */
@Timeout(120)
class TerminalSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldShowOnEachSideWhatIsTypedOnTheOther() {
        PseudoTerminal server = programs.server("--name", "host", "t").startOnTerminal();
        server.awaitShown("serving channel t in " + programs.directory() + ", pid " + server.pid());
        PseudoTerminal client = programs.client("--name", "alice", "t").startOnTerminal();
        server.awaitShown("alice (pid " + client.pid());
        client.awaitPrompt();
        type(client, "Grüße 😀 from here");
        server.awaitShown("Grüße 😀 from here");
        assertThat(server.shown()).containsPattern("alice> \\S*Grüße");
        type(server, "and back");
        client.awaitShown("and back");
        assertThat(client.shown()).containsPattern("host> \\S*and back");
        type(client, "/quit");
        client.awaitExit(0);
        server.awaitShown("left");
        type(server, "/quit");
        server.awaitExit(0);
    }

    @Test
    void shouldShowControlCharactersInsteadOfObeyingThem() {
        PseudoTerminal server = programs.server("t").startOnTerminal();
        Program client = programs.client("-0", "t").start();
        client.feed("a\u001b[31mb\u009bc\u202ed\u0007\nbob> fake\0");
        server.awaitShown("fake");
        assertThat(server.shown()).contains("a^[[31mb\\u009bc\\u202ed^G", "  | bob> fake").doesNotContain(
                "\u001b[31m", "\u009b", "\u202e");
    }

    @Test
    void shouldKeepTheLineBeingTypedWhenSomethingArrives() {
        PseudoTerminal server = programs.server("t").startOnTerminal();
        Program client = programs.client("t").start();
        server.awaitShown("joined");
        server.awaitPrompt();
        server.type("half a line");
        server.awaitShown("half a line");
        client.feed("interruption\n");
        server.awaitShown("> half a line", "interruption");
        server.type(", and its end");
        server.awaitShown("end", "interruption");
        server.enter();
        client.awaitOutput("half a line, and its end\n");
    }

    @Test
    void shouldSayWhoIsThereAndWhatWasSent() {
        PseudoTerminal server = programs.server("t").startOnTerminal();
        server.awaitPrompt();
        type(server, "/who");
        server.awaitShown("Nobody is attached");
        type(server, "unheard");
        server.awaitShown("Not sent: nobody is attached");
        Program client = programs.client("--name", "alice", "t").start();
        client.feed("12345\n");
        server.awaitShown("12345");
        type(server, "/who");
        server.awaitShown("alice (pid " + client.pid(), "/who");
        type(server, "/stats");
        server.awaitShown("received 1 message (5 bytes)", "/stats");
        type(server, "/nonsense");
        server.awaitShown("There is no command /nonsense");
        type(server, "/help");
        server.awaitShown("/quit", "/help");
        type(server, "//me");
        client.awaitOutput("/me\n");
    }

    @Test
    void shouldLeaveOnControlD() {
        PseudoTerminal server = programs.server("t").startOnTerminal();
        PseudoTerminal client = programs.client("t").startOnTerminal();
        client.awaitShown("attached to ");
        client.awaitPrompt();
        client.controlD();
        client.awaitExit(0);
        server.awaitShown(" left");
        server.awaitPrompt();
        server.controlD();
        server.awaitExit(0);
        assertThat(programs.leftovers()).containsExactly("t.lock");
    }

    @Test
    void shouldClearALineOnControlCAndLeaveOnAnEmptyOne() {
        Tools.requireSignal("INT");
        PseudoTerminal server = programs.server("t").startOnTerminal();
        Program client = programs.client("t").start();
        server.awaitShown("joined");
        server.awaitPrompt();
        server.type("unfinished");
        server.awaitShown("unfinished");
        server.controlC();
        server.awaitShown("> ", "unfinished");
        type(server, "next");
        client.awaitOutput("next\n");
        assertThat(client.output()).isEqualTo("next\n");
        server.controlC();
        server.awaitExit(0);
    }

    @Test
    void shouldLeaveOnASignalAndTellTheServerThatIsGone() {
        PseudoTerminal server = programs.server("t").startOnTerminal();
        PseudoTerminal client = programs.client("--reconnect-timeout", "200ms", "t").startOnTerminal();
        client.awaitShown("attached to ");
        Tools.run("kill", "-TERM", Long.toString(server.pid()));
        server.awaitExit(0);
        client.awaitShown("reconnecting: ");
        client.awaitExit(69);
        assertThat(client.shown()).contains("shmooze-client: The server is gone");
    }

    @Test
    void shouldServeInTheBackgroundOfATerminal() throws IOException {
        Path received = programs.file("received");
        PseudoTerminal shell = programs.server("--exit-when-alone", "t").startInBackground(received);
        shell.awaitShown("Not reading the terminal");
        Path line = Files.writeString(programs.file("line"), "hello\n");
        programs.client("t").from(line).start().awaitExit(0);
        shell.awaitExit(0);
        assertThat(received).hasContent("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-terminal", "xterm-of-the-future", "../x"})
    void shouldUseATerminalOfAnUnknownType(String type) {
        PseudoTerminal server = programs.server("t").startOnTerminal(type, 120);
        server.awaitShown("There is no terminfo entry for TERM=" + type + ": using this terminal as a plain ansi one");
        Program client = programs.client("--name", "alice", "t").start();
        client.feed("hello\n");
        server.awaitShown("hello", "alice>");
        server.type("answer");
        server.enter();
        client.awaitOutput("answer\n");
        server.awaitShown("> ", "answer");
        server.type("/quit");
        server.enter();
        server.awaitExit(0);
        assertThat(server.shown()).doesNotContain("at org.").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dumb", "", "vt100"})
    void shouldSayNothingOfATerminalThatIsKnown(String type) {
        PseudoTerminal server = programs.server("t").startOnTerminal(type, 120);
        server.awaitShown("serving channel t");
        server.awaitShown("> ");
        server.type("/quit");
        server.enter();
        server.awaitExit(0);
        assertThat(server.shown()).doesNotContain("terminfo").doesNotContain("at org.");
    }

    @Test
    void shouldKeepTabsInTextAndCompleteCommands() {
        PseudoTerminal server = programs.server("t").startOnTerminal();
        Program client = programs.client("t").start();
        server.awaitShown(" joined");
        server.awaitPrompt();
        type(server, "\tone\ttwo\t");
        client.awaitOutput("\tone\ttwo\t\n");
        type(server, "//a\tb");
        client.awaitOutput("/a\tb\n");
        type(server, "/st\t");
        server.awaitShown("sent 2 messages", "/a");
    }

    @Test
    void shouldStopOnControlZAndShowTheLineAgainWhenItGoesOn() {
        PseudoTerminal server = programs.server("t").startAsJob();
        Program client = programs.client("t").start();
        server.awaitShown(" joined");
        server.awaitPrompt();
        server.type("half a line");
        server.awaitShown("half a line");
        server.type("\u001a");
        server.awaitShown("> half a line", "stopped");
        server.type(", and its end");
        server.enter();
        client.awaitOutput("half a line, and its end\n");
        server.awaitShown("> ", "and its end");
        server.controlD();
        server.awaitExit(0);
    }

    @Test
    void shouldSendLinesThatWereTypedBeforeTheServerCame() {
        PseudoTerminal client = programs.client("--connect-timeout", "1h", "t").startOnTerminal();
        client.awaitShown("Nobody is there yet: waiting up to 1h, Ctrl-C gives up");
        client.awaitPrompt();
        type(client, "early");
        type(client, "/who");
        client.awaitShown("Nobody is attached");
        Program server = programs.server("--exit-when-alone", "t").start();
        server.awaitOutput("early\n");
        type(client, "/quit");
        client.awaitExit(0);
        server.awaitExit(0);
        assertThat(server.output()).isEqualTo("early\n");
    }

    @Test
    void shouldGiveUpWaitingOnControlC() {
        Tools.requireSignal("INT");
        PseudoTerminal client = programs.client("--connect-timeout", "1h", "t").startOnTerminal();
        client.awaitPrompt();
        type(client, "never sent");
        client.awaitPrompt("never sent");
        client.controlC();
        client.awaitExit(130);
        assertThat(client.shown()).contains("shmooze-client: Not sent: 1 message");
    }

    /** Between two lines, when the terminal is restored, Ctrl-C is a signal, and ends the stty that JLine runs too. */
    @Test
    void shouldGiveUpWaitingOnControlCBetweenTwoLines(@TempDir Path folder) throws IOException {
        Tools.requireSignal("INT");
        Path due = folder.resolve("due");
        Path restored = folder.resolve("restored");
        Path asked = folder.resolve("asked");
        Path stty = Files.writeString(folder.resolve("stty"), """
                #!/bin/sh
                cd '%s'
                [ -e restored ] && touch asked && exec sleep 60
                case "$*" in *' isig'*) [ -e due ] && touch restored ;; esac
                PATH=$REAL_PATH exec stty "$@"
                """.formatted(folder));
        assertThat(stty.toFile().setExecutable(true)).isTrue();
        String path = System.getenv("PATH");
        PseudoTerminal client = programs.client("--connect-timeout", "1h", "t").with("REAL_PATH", path)
                .with("PATH", folder + ":" + path).startOnTerminal();
        client.awaitPrompt();
        Files.createFile(due);
        type(client, "never sent");
        await().until(() -> Files.exists(asked));
        Files.delete(due);
        Files.delete(restored);
        client.controlC();
        client.awaitExit(130);
        assertThat(client.shown()).contains("shmooze-client: Not sent: 1 message");
    }

    private static void type(PseudoTerminal terminal, String line) {
        terminal.type(line);
        terminal.enter();
    }
}
