// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static io.shmooze.faults.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code ls} of both programs, beside programs that chat, stream, stop and die. */
@Timeout(180)
class ListSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    private final Looking ls = new Looking(programs, "ls");

    private String list(String which, String... options) {
        return ls.look(which, options);
    }

    private Program serve(String... arguments) {
        return Looking.serve(programs, arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "client"})
    void shouldListAChat(String which) {
        Program server = serve("t");
        Program client = programs.client("--name", "alice", "t").start();
        client.feed("hello\n");
        server.awaitOutput("hello\n");
        server.feed("one\ntwo\n");
        client.awaitOutput("one\ntwo\n");
        Patience.await().untilAsserted(() -> assertThat(list(which).lines()).satisfiesExactly(
                line -> assertThat(line).isEqualTo("In " + programs.directory()),
                line -> assertThat(line).isEqualTo("t: messages, server " + server.pid()
                        + " shmooze-server.jar, segments of 1K, bulk areas of 4M, wide lanes of 256K"),
                line -> assertThat(line).matches(" *ID +TO +SINCE +MESSAGES +BYTES +UNACKED +LAST +READER"),
                line -> assertThat(line).matches(" +1 +client alice " + client.pid()
                        + " shmooze-client.jar +[0-9]+m?s +2 +6 B +0 +[0-9]+m?s +asleep"),
                line -> assertThat(line).matches(" +server " + server.pid()
                        + " shmooze-server.jar +1 +5 B +0 +[0-9]+m?s +asleep")));
    }

    @Test
    void shouldShowRatesOfABusyStream() {
        programs.server("t").to(Path.of("/dev/null")).start().awaitErrors("serving channel t");
        programs.client("t").by("sh", "-c", "yes | \"$@\"", "sh").start();
        Patience.await().untilAsserted(() -> assertThat(list("client", "--interval", "300ms", "--json"))
                .containsPattern("\"messagesPerSecond\": [1-9]").doesNotContain("\"damage\": \""));
        assertThat(list("client", "--interval", "300ms")).containsPattern("MSG/S +BYTES/S +LAST +READER\n");
    }

    @Test
    void shouldListWhatWaitsForAStoppedClient() {
        Program server = serve("t");
        Program client = programs.client("t").start();
        server.awaitErrors("joined");
        client.signal("STOP");
        server.feed("one\ntwo\nthree\n");
        Patience.await().untilAsserted(() -> assertThat(list("server"))
                .containsPattern("client " + client.pid() + " .* 3 +11 B +3 +- +stopped\n"));
        client.signal("CONT");
        client.awaitOutput("three\n");
    }

    @Test
    void shouldListAStoppedServer() {
        Program server = serve("t");
        programs.client("t").start();
        server.awaitErrors("joined");
        server.signal("STOP");
        assertThat(list("client")).contains("server " + server.pid() + " shmooze-server.jar (stopped)")
                .contains(" stopped\n");
        server.signal("CONT");
    }

    @Test
    void shouldListWhatACrashHasLeft() {
        Program server = serve("t");
        server.kill();
        // In a container it may as well belong to a process outside.
        assertThat(list("client").lines()).hasSize(3).startsWith("In " + programs.directory(), "t: no server")
                .last().asString().matches("  left by a (dead process|process that is dead, or .*): t.sock; the next "
                + "server removes it");
    }

    @Test
    void shouldListAStoppedClientOfADeadServer() {
        Program server = serve("t");
        Program client = programs.client("t").start();
        server.awaitErrors("joined");
        client.signal("STOP");
        server.kill();
        assertThat(list("client")).contains("t: messages, no server", "server " + server.pid() + " unverified")
                .contains(" gone\n", " stopped\n");
        client.signal("CONT");
    }

    @Test
    void shouldSayThatNothingIsThere() {
        Program listing = ls.start("client").fromNothing().start();
        listing.awaitExit(0);
        assertThat(listing.output()).isEmpty();
        assertThat(listing.errors())
                .isEqualTo("shmooze-client: There is no channel in " + programs.directory() + "\n");
    }

    @Test
    void shouldListFrames() {
        Program publisher = programs.bare("server", "frames", "--directory", programs.directory().toString(), "--key",
                "t", "--size", "64x32").fromNothing().start();
        Patience.await().untilAsserted(() -> assertThat(list("client")).containsPattern("t: frames, server "
                + publisher.pid() + " shmooze-server.jar frames\n"
                + "  frame [0-9]+ of 64x32 with 32 bits, 8.2 kB, \\d+m?s old"));
    }

    @Test
    void shouldFitANarrowTerminal() {
        Program server = serve("t");
        Program client = programs.client("--name", "x".repeat(64), "t").start();
        server.awaitErrors("joined");
        for (int columns : new int[] {50, 80}) {
            var terminal = ls.start("client").startOnTerminal("xterm", columns);
            terminal.awaitExit(0);
            assertThat(terminal.shown().lines()).allMatch(line -> line.length() <= columns)
                    .anyMatch(line -> line.matches(" +1 +client x+….* asleep"));
        }
        assertThat(list("client")).contains("client " + "x".repeat(64) + " " + client.pid());
    }

    @Test
    void shouldRefuseOtherUsersAndShowRootAll() throws IOException {
        OtherUser nobody = new OtherUser(programs, OtherUser.NOBODY);
        Program server = serve("--allowed-users", "nobody", "t");
        OtherUser daemon = new OtherUser(programs, OtherUser.DAEMON);
        Program client = nobody.program("client", "--allowed-users", "root", "t").start();
        server.awaitErrors("joined");
        assertThat(refuses(77, daemon.bare(List.of(), "client", ls.words())))
                .contains("The directory " + programs.directory() + " belongs to root");
        assertThat(list("server")).contains("server " + server.pid(), "client " + client.pid());
        Program own = nobody.bare(List.of(), "client", ls.words()).fromNothing().start();
        own.awaitExit(0);
        assertThat(own.output()).contains("server " + server.pid() + " unverified", "client " + client.pid());
    }
}
