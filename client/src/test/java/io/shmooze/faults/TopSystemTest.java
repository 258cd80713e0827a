// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static io.shmooze.faults.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.PseudoTerminal;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command {@code top} of both programs, beside programs that chat, stream, stop, die and scribble. */
@Timeout(240)
class TopSystemTest {
    private static final long SEED = Seed.of(TopSystemTest.class);
    private static final String ENTER_SCREEN = "\u001b[?1049h";
    private static final String LEAVE_SCREEN = "\u001b[?1049l";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    @RegisterExtension
    final Programs programs = new Programs();

    private final Looking top = new Looking(programs, "top");

    private String once(String which, String... options) {
        String[] words = new String[options.length + 3];
        words[0] = "--once";
        words[1] = "--interval";
        words[2] = "200ms";
        System.arraycopy(options, 0, words, 3, options.length);
        return top.look(which, words);
    }

    @Test
    void shouldFollowAPairThroughItsLife() {
        Program server = Looking.serve(programs, "t");
        Program client = programs.client("--name", "alice", "t").start();
        server.awaitErrors("joined");
        assertThat(once("server").lines()).hasSize(3)
                .anyMatch(line -> line.matches("t +1 +client alice " + client.pid()
                        + " shmooze-client.jar +0 +0 B +0 +0 +[0-9]+% +[0-9.]+ +[0-9.]+ +- +asleep"))
                .anyMatch(line -> line.matches("t +1 +server " + server.pid()
                        + " shmooze-server.jar +0 +0 B +0 +0 +[0-9]+% +[0-9.]+ +[0-9.]+ +- +asleep"));
        client.feed("hello\n");
        server.awaitOutput("hello\n");
        // The age of the message, although no look has seen it pass.
        Patience.await().untilAsserted(() -> assertThat(once("client"))
                .containsPattern("server " + server.pid() + " .* [0-9]+m?s +asleep\n"));
        client.signal("STOP");
        server.feed("one\ntwo\n");
        Patience.await().untilAsserted(() -> assertThat(once("client", "--sort", "lag"))
                .containsPattern("client alice .* 2 +>[0-9]+m?s +.* stopped\n"));
        server.signal("STOP");
        client.kill();
        assertThat(once("server")).containsPattern("client alice .* gone\n").containsPattern("server .* stopped\n");
        server.signal("CONT");
        server.awaitErrors("died");
        assertThat(top.start("client", "--once", "--interval", "100ms").fromNothing().start()).satisfies(empty -> {
            empty.awaitExit(0);
            assertThat(empty.output()).isEmpty();
            assertThat(empty.errors()).isEqualTo("shmooze-client: There is no session in " + programs.directory()
                    + "\n");
        });
    }

    @Test
    void shouldWatchABusyStreamOnATerminal() {
        programs.server("t").to(Path.of("/dev/null")).start().awaitErrors("serving channel t");
        programs.client("--name", "bob", "t").by("sh", "-c", "yes | \"$@\"", "sh").start();
        Patience.await().untilAsserted(() -> assertThat(once("client", "--json"))
                .containsPattern("\"messagesPerSecond\": [1-9]").containsPattern("\"cpuPercent\": [1-9]")
                .containsPattern("\"sleepsPerSecond\": [0-9]"));
        PseudoTerminal terminal = top.start("server", "--interval", "200ms").startOnTerminal("xterm", 100);
        terminal.awaitShown("1 session on 1 channel, ");
        terminal.awaitShown("every 200ms, by messages");
        terminal.type("c");
        terminal.awaitShown("by cpu");
        terminal.resize(60);
        terminal.awaitShown("q quit, r reverse, order: m b");
        terminal.type("q");
        terminal.awaitExit(0);
        assertThat(terminal.shown()).startsWith(ENTER_SCREEN).contains("client bob ", SHOW_CURSOR)
                .containsOnlyOnce(ENTER_SCREEN).containsOnlyOnce(LEAVE_SCREEN)
                .matches(shown -> shown.lastIndexOf("client bob") < shown.indexOf(LEAVE_SCREEN));
    }

    @Test
    void shouldLeaveAtControlC() {
        Looking.serve(programs, "t");
        PseudoTerminal terminal = top.start("client").startOnTerminal("xterm", 80);
        terminal.awaitShown("0 sessions on 0 channels");
        terminal.controlC();
        terminal.awaitExit(0);
        assertThat(terminal.shown()).contains(LEAVE_SCREEN, SHOW_CURSOR);
    }

    @Test
    void shouldSayWhatItNeeds() throws IOException {
        Looking.serve(programs, "t");
        assertThat(refuses(2, top.start("client"))).endsWith("top needs a terminal that can redraw lines; --once "
                + "prints the table once\n");
        PseudoTerminal dumb = top.start("client").startOnTerminal("dumb", 80);
        dumb.awaitExit(2);
        assertThat(dumb.shown()).contains("--once prints the table once").doesNotContain("\u001b");
        assertThat(refuses(2, top.start("client", "--json"))).contains("--json needs --once");
        assertThat(refuses(2, top.start("client", "--interval", "0s"))).contains("0s is too short");
        assertThat(refuses(2, top.start("client", "--sort", "size"))).contains("\"size\" is not one of messages, ");
        OtherUser nobody = new OtherUser(programs, OtherUser.NOBODY);
        assertThat(refuses(77, nobody.bare(List.of(), "client", top.words("--once")))).contains("belongs to root");
    }

    /** Whatever the peer writes into the segment, each table has only numbers and words. */
    @Test
    void shouldLookAtWhatAScribblerWrites() throws Exception {
        Program target = Targets.start(programs, "server", Targets.COMPILED);
        int[] count = {0};
        Scribbler scribbler = new Scribbler(() -> RawClient.attachWithWideLanes(programs.directory(),
                "hostile-" + count[0]++ + "-"), SEED);
        AtomicBoolean seen = new AtomicBoolean();
        Task<Void> scribbling = Task.run(() -> {
            for (int i = 1; !Thread.currentThread().isInterrupted() && (i <= 20 || !seen.get()); i++) {
                scribbler.run(i * 500L);
            }
        });
        while (!scribbling.isDone()) {
            String shown = once("client");
            seen.compareAndSet(false, !shown.isEmpty());
            assertThat(shown).doesNotContain("Exception", "\u001b", "NaN", "Infinity");
        }
        scribbling.result();
        target.feed("close\n");
        target.awaitExit(0);
    }
}
