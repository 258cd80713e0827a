// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static io.shmooze.faults.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Seed;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code inspect} of both programs, beside programs that chat, stream, stop, die and scribble. */
@Timeout(240)
class InspectSystemTest {
    private static final long SEED = Seed.of(InspectSystemTest.class);

    @RegisterExtension
    final Programs programs = new Programs();

    private final Looking inspect = new Looking(programs, "inspect");

    private String inspect(String which, String... options) {
        return inspect.look(which, options);
    }

    private Program serve(String... arguments) {
        return Looking.serve(programs, arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "client"})
    void shouldShowWhatWaitsForAStoppedClient(String which) {
        Program server = serve("t");
        Program client = programs.client("--name", "alice", "t").start();
        server.awaitErrors("joined");
        client.signal("STOP");
        server.feed("one\n\u001b[2Jtwo\n" + "x".repeat(200_000) + "\n");
        Patience.await().untilAsserted(() -> assertThat(inspect(which, "--payload", "text", "t"))
                .contains("t: messages, server " + server.pid(), "Session 1, since ",
                        "client alice " + client.pid() + " shmooze-client.jar, user ", ", stopped\n",
                        "features bulk wide-lanes room half-close questions inspection\n",
                        "It does nothing until it is continued: kill -CONT " + client.pid(),
                        "3 messages wait for the client.", "line of the server", "bulk area to the client",
                        "messages acknowledged", "200000 in the bulk area")
                .containsPattern("0 +0 +text +3 +begin end +one\n").contains("^[[2Jtwo\n")
                .containsPattern("2 +text +200000 +begin end bulk +x{64}\n"));
        assertThat(inspect(which, "--payload", "hex", "--frames", "1", "t")).contains(" 6f 6e 65\n", "2 frames more");
        assertThat(inspect(which, "--payload", "text", "--json", "t")).contains("\"3 messages wait for the client.\"",
                "\"stopped\": true", "\"payload\": \"\\u001b[2Jtwo\"", "\"moreFrames\": 0", "\"clientWords\": {");
        client.signal("CONT");
        client.awaitOutput("x\n");
        Patience.await().untilAsserted(() -> assertThat(inspect(which, "t"))
                .contains("The client has acknowledged everything, and sleeps until a message comes."));
    }

    @Test
    void shouldShowABusyStreamWithItsRate() {
        programs.server("t").to(Path.of("/dev/null")).start().awaitErrors("serving channel t");
        programs.client("t").by("sh", "-c", "yes | \"$@\"", "sh").start();
        Patience.await().untilAsserted(() -> assertThat(inspect("client", "--interval", "300ms", "t"))
                .containsPattern("ane to the server: .*, [1-9][0-9]* messages/s, [1-9].*B/s"));
    }

    @Test
    void shouldSayThatAReaderDoesNotReadOn() {
        Program server = serve("t");
        Program client = programs.client("t").toPipe().start();
        server.awaitErrors("joined");
        // Nobody reads the client's output, so that its callback blocks.
        server.feed("x".repeat(8000).concat("\n").repeat(20));
        Patience.await().untilAsserted(() -> assertThat(inspect("server", "--interval", "200ms", "t"))
                .contains("The client has acknowledged nothing for "));
        client.kill();
    }

    @Test
    void shouldShowADeadClientOfAStoppedServer() {
        Program server = serve("t");
        Program client = programs.client("t").start();
        server.awaitErrors("joined");
        server.signal("STOP");
        client.kill();
        assertThat(inspect("client", "t")).contains("The client is gone: it died, or cannot be seen from here. The "
                + "server has not noticed, because it is stopped.");
        server.signal("CONT");
        server.awaitErrors("died");
    }

    @Test
    void shouldSayWhatIsNotThere() {
        Program server = serve("t");
        assertThat(refuses(69, inspect.start("client", "chat")))
                .endsWith("There is no channel 'chat' in " + programs.directory() + "; there are: t\n");
        assertThat(inspect("client", "t")).contains("t: server " + server.pid(), "no client");
        assertThat(refuses(69, inspect.start("client", "t", "--session", "9")))
                .contains("The channel 't' has no session 9");
        assertThat(refuses(2, inspect.start("client", "t", "--payload", "raw")))
                .contains("\"raw\" is not text or hex");
    }

    @Test
    void shouldRefuseAnotherUsersChannel() throws IOException {
        OtherUser nobody = new OtherUser(programs, OtherUser.NOBODY);
        serve("t");
        assertThat(refuses(77, nobody.bare(List.of(), "client", inspect.words("t")))).contains("belongs to root");
        assertThat(refuses(77, nobody.bare(List.of(), "client", List.of("inspect", "t"))))
                .contains("The channel 't' ", "in " + programs.directory() + " belongs to root",
                        ": only that user and ");
    }

    @Test
    void shouldFitANarrowTerminal() {
        Program server = serve("t");
        Program client = programs.client("t").start();
        server.awaitErrors("joined");
        client.signal("STOP");
        server.feed("y".repeat(100) + "\n");
        for (int columns : new int[] {50, 80}) {
            var terminal = inspect.start("client", "--payload", "text", "t")
                    .startOnTerminal("xterm", columns);
            terminal.awaitExit(0);
            assertThat(terminal.shown().lines()).allMatch(line -> line.length() <= columns);
        }
        client.signal("CONT");
    }

    /** Whatever the peer writes into the segment, the tool ends in good order and has only sentences to say. */
    @Test
    void shouldLookAtWhatAScribblerWrites() throws Exception {
        Program target = Targets.start(programs, "server", Targets.COMPILED);
        int[] count = {0};
        Scribbler scribbler = new Scribbler(() -> RawClient.attachWithWideLanes(programs.directory(),
                "hostile-" + count[0]++ + "-"), SEED);
        AtomicBoolean seen = new AtomicBoolean();
        Task<Void> scribbling = Task.run(() -> {
            for (int i = 1; !Thread.currentThread().isInterrupted() && (i <= 40 || !seen.get()); i++) {
                scribbler.run(i * 500L);
            }
        });
        while (!scribbling.isDone()) {
            String shown = inspect("client", "--payload", "hex", Target.CHANNEL);
            if (shown.contains("Session ") || shown.contains("cannot be read: ")) {
                seen.set(true);
            }
            assertThat(inspect("server", "--payload", "text", Target.CHANNEL)).doesNotContain("Exception", "\u001b");
        }
        scribbling.result();
        target.feed("close\n");
        target.awaitExit(0);
    }
}
