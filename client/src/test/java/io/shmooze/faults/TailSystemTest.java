// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static io.shmooze.faults.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Answer;
import io.shmooze.Session;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code tail} of both programs, beside programs that chat, stream, stop and die. */
@Timeout(180)
class TailSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();
    private final Looking tailing = new Looking(programs, "tail");

    @ParameterizedTest
    @ValueSource(strings = {"server", "client"})
    void shouldFollowAChatToItsEnd(String which) {
        Program server = Looking.serve(programs, "t");
        Program first = programs.client("--name", "alice", "t").start();
        server.awaitErrors("joined");
        Program tail = tailing.start(which, "--follow", "t").fromNothing().start();
        tail.awaitErrors("session 1: server " + server.pid() + ", client alice " + first.pid());
        first.feed("hello\u001b[2J\n");
        tail.awaitOutput("1 client text: hello^[[2J\n");
        server.feed("hi\n");
        tail.awaitOutput("1 server text: hi\n");
        Program second = programs.client("t").start();
        tail.awaitErrors(": server " + server.pid() + ", client " + second.pid());
        second.feed("me too\n");
        tail.awaitOutput(" client text: me too\n");
        second.endInput();
        tail.awaitErrors(" is over");
        first.kill();
        tail.awaitErrors("session 1 is over");
        server.signal("TERM");
        tail.awaitExit(0);
        assertThat(tail.output().lines()).hasSize(3);
    }

    @Test
    void shouldShowWhatStandsInTheSessionOfAStoppedClient() {
        Program server = Looking.serve(programs, "t");
        Program client = programs.client("t").start();
        server.awaitErrors("joined");
        client.signal("STOP");
        String words = "word ".repeat(30).strip();
        server.feed("one\n" + words + "\n" + "ü".repeat(100_000) + "\n");
        Patience.await().untilAsserted(() -> assertThat(tailing.look("server", "t")).isEqualTo(
                "1 server text: one\n1 server text: " + words + "\n1 server text, 200000 bytes: " + "ü".repeat(512)
                + "…\n"));
        assertThat(tailing.look("client", "-n", "2", "--bytes", "3", "--payload", "hex", "t"))
                .isEqualTo("1 server text, 149 bytes: 77 6f 72 …\n1 server text, 200000 bytes: c3 bc c3 …\n");
        assertThat(tailing.look("client", "--from", "client", "t")).isEmpty();
        assertThat(tailing.look("client", "--session", "9", "t")).isEmpty();
        var terminal = tailing.start("client", "--bytes", "149", "--from", "server", "t").startOnTerminal("xterm", 50);
        terminal.awaitExit(0);
        assertThat(terminal.shown().lines().filter(line -> line.contains("word")))
                .hasSize(4).allMatch(line -> line.length() <= 50);
        server.kill();
        assertThat(tailing.look("client", "-n", "1", "--bytes", "1", "t"))
                .isEqualTo("1 server text, 200000 bytes: …\n");
        client.signal("CONT");
    }

    @Test
    void shouldShowQuestionsAnswersAndBytes() {
        Tools.requireSignal("INT");
        try (ShmoozeServer server = ShmoozeServer.builder("t").directory(programs.directory())
                .onMessage((session, message) -> { })
                .onQuestion((session, question) -> switch (question.text()) {
                    case "when?" -> Answer.of("now");
                    default -> throw new IllegalStateException("nobody knows");
                }).start();
                Session client = ShmoozeClient.builder("t").directory(programs.directory())
                        .onMessage((session, message) -> { }).connect()) {
            Program tail = tailing.start("client", "-f", server.channel()).fromNothing().start();
            tail.awaitErrors("session 1");
            client.ask("when?").join();
            tail.awaitOutput("1 client question 1: when?\n");
            tail.awaitOutput("1 server answer 1: now\n");
            assertThat(client.ask("why?").handle((answer, error) -> error).join()).isNotNull();
            tail.awaitOutput("1 server failure 2: ");
            client.send(new byte[] {0, 1, (byte) 254});
            tail.awaitOutput("1 client binary, 3 bytes: 00 01 fe\n");
            client.flush(Duration.ofMinutes(1));
            tail.signal("INT");
            tail.awaitExit(0);
        }
    }

    @Test
    void shouldRecordAndReplayOneSide() {
        Path file = programs.file("chat.tape");
        try (ShmoozeServer server = ShmoozeServer.builder("t").directory(programs.directory())
                .onMessage((session, message) -> { })
                .onQuestion((session, question) -> Answer.of(question.text().toUpperCase(Locale.ROOT))).start();
                Session client = ShmoozeClient.builder("t").directory(programs.directory())
                        .onMessage((session, message) -> { }).connect()) {
            Program tail = tailing.start("client", "--record", file.toString(), server.channel()).fromNothing()
                    .start();
            tail.awaitErrors("session 1");
            client.send("one");
            client.flush(Duration.ofMinutes(1));
            client.ask("what?").join();
            client.send(new byte[] {1, 2, 3});
            client.flush(Duration.ofMinutes(1));
            Patience.await().untilAsserted(() -> assertThat(file)
                    .hasSize(24 + 24 + 3 + 2 * (24 + 8 + 5) + 24 + 3));
            tail.signal("TERM");
            tail.awaitExit(0);
            assertThat(tail.output()).isEmpty();
            assertThat(tail.errors()).endsWith("recorded 4 messages\n");
            assertThat(refuses(73, tailing.start("client", "--record", file.toString(), "t")))
                    .contains(file + " exists already");
            Program again = tailing.start("client", "-f", "-n", "0", "t").fromNothing().start();
            again.awaitErrors("session 1");
            Program replay = new Looking(programs, "replay").start("client", "--speed", "full", file.toString(), "t")
                    .fromNothing().start();
            replay.awaitExit(0);
            assertThat(replay.errors()).endsWith("replayed 2 messages and 1 question: 1 answered, 0 not\n");
            again.awaitOutput(" client binary, 3 bytes: 01 02 03\n");
            assertThat(again.output())
                    .containsPattern("([0-9]+) client text: one\n\\1 client question 1: what\\?\n(?s:.*)"
                            + "\\1 server answer 1: WHAT\\?\n");
        }
    }

    /** A tail loses what is too fast for it, says so, and holds nobody up. */
    @Test
    void shouldCountWhatIsTooFast() {
        programs.server("t").to(Path.of("/dev/null")).start().awaitErrors("serving channel t");
        programs.client("t").by("sh", "-c", "yes | \"$@\"", "sh").start();
        Patience.await().untilAsserted(() -> assertThat(tailing.look("client", "t"))
                .startsWith("1 client text: y\n"));
        Program tail = tailing.start("client", "-f", "-n", "0", "t").fromNothing().start();
        tail.awaitOutput("1 client text: y\n");
        tail.signal("STOP");
        String before = new Looking(programs, "ls").look("client", "--interval", "300ms", "--json");
        assertThat(before).containsPattern("\"messagesPerSecond\": [1-9]");
        tail.signal("CONT");
        Patience.await().untilAsserted(() -> assertThat(tail.errors())
                .containsPattern("session 1: [0-9]+ messages of the client passed too fast to be read"));
        tail.signal("TERM");
        tail.awaitExit(0);
        assertThat(tail.output().lines()).allMatch(line -> line.equals("1 client text: y"));
    }

    @Test
    void shouldEndWithItsReader() {
        Program server = Looking.serve(programs, "t");
        Program client = programs.client("t").start();
        server.awaitErrors("joined");
        Program tail = tailing.start("client", "-f", "t").by("sh", "-c", "\"$@\" | head -n 1", "sh").fromNothing()
                .start();
        tail.awaitErrors("session 1: ");
        client.feed("one\n");
        tail.awaitOutput("1 client text: one\n");
        Patience.await().untilAsserted(() -> {
            client.feed("more\n");
            assertThat(tail.isAlive()).isFalse();
        });
        tail.awaitExit(0);
        assertThat(tail.errors()).doesNotContain("Cannot");
    }

    @Test
    void shouldSayWhatItCannotFollow() throws IOException {
        Looking.serve(programs, "t");
        assertThat(refuses(69, tailing.start("client", "chat"))).contains("There is no channel 'chat' in ", ": t\n");
        assertThat(refuses(2, tailing.start("client", "--from", "me", "t"))).contains("\"me\" is not server or client");
        OtherUser nobody = new OtherUser(programs, OtherUser.NOBODY);
        assertThat(refuses(77, nobody.bare(List.of(), "client", tailing.words("t")))).contains("belongs to root");
        Program publisher = programs.bare("server", "frames", "--directory", programs.directory().toString(), "--key",
                "f", "--size", "64x32").fromNothing().start();
        Patience.await().untilAsserted(() -> assertThat(refuses(2, tailing.start("client", "f")))
                .endsWith("The channel 'f' has frames, and no messages: see the command frames\n"));
        publisher.signal("TERM");
    }
}
