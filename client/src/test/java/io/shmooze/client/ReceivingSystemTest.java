// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Receiving in scripts: how long each side stays, and how it reports lines that nobody has handled. */
@Timeout(120)
class ReceivingSystemTest {
    private static final int LINES = 100_000;
    private static final Pattern LOST = Pattern.compile("Everybody has left; undelivered: ([0-9]+) messages");

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldReportTheNumberOfUnhandledLinesWhenTheLastClientLeaves() throws IOException {
        Program server = programs.server("--exit-when-alone", "--bulk-size", "0", "t").from(lines()).start();
        Program client = programs.client("t").fromNothing().start();
        client.awaitExit(0);
        server.awaitExit(1);
        Matcher lost = LOST.matcher(server.errors());
        assertThat(lost.find()).as(server.errors()).isTrue();
        assertThat(client.output().lines().count() + Long.parseLong(lost.group(1))).isEqualTo(LINES);
    }

    @Test
    void shouldReceiveAllThatAServerSends() throws IOException {
        Path lines = lines();
        Program server = programs.server("--exit-at-end", "t").from(lines).start();
        Program client = command("client", "receive", "t").from(lines).start();
        server.awaitExit(0);
        client.awaitExit(0);
        assertThat(client.output()).isEqualTo(Files.readString(lines));
        assertThat(server.output()).isEmpty();
    }

    @Test
    void shouldReceiveAllThatClientsSend() throws IOException {
        Path lines = lines();
        Program server = command("server", "receive", "--null", "--channel", "t").start();
        programs.client("--null", "t").from(lines).start().awaitExit(0);
        server.awaitExit(0);
        assertThat(server.output()).isEqualTo(Files.readString(lines) + "\0");
    }

    @Test
    void shouldReceiveFilesUntilTheOtherSideHasLeft() throws IOException {
        Path file = Files.writeString(programs.file("file"), "contents");
        Path inbox = programs.file("inbox");
        Program server = command("server", "send", "--channel", "t", file.toString()).start();
        command("client", "receive", "--accept", inbox.toString(), "t").fromNothing().start().awaitExit(0);
        server.awaitExit(0);
        assertThat(inbox.resolve("file")).hasContent("contents");
        Program receiver = command("server", "receive", "--accept", inbox + "2", "t").fromNothing().start();
        command("client", "send", "--channel", "t", file.toString()).start().awaitExit(0);
        receiver.awaitExit(0);
        assertThat(Path.of(inbox + "2", "file")).hasContent("contents");
    }

    @Test
    void shouldNotTakeADeathForARegularEnd() {
        Program server = programs.server("t").start();
        Program client = command("client", "receive", "--reconnect-timeout", "100ms", "t").start();
        client.awaitErrors("attached to ");
        server.signal("KILL");
        client.awaitExit(69);
        Program receiver = command("server", "receive", "t").start();
        Program dying = programs.client("t").start();
        dying.awaitErrors("attached to ");
        dying.signal("KILL");
        receiver.awaitExit(1);
    }

    /** Puts the command before all options. */
    private ProgramStart command(String which, String command, String... arguments) {
        List<String> words = new ArrayList<>(List.of(command, "--directory", programs.directory().toString()));
        words.addAll(List.of(arguments));
        return programs.bare(which, words.toArray(String[]::new));
    }

    private Path lines() throws IOException {
        String text = IntStream.rangeClosed(1, LINES).mapToObj(Integer::toString)
                .collect(Collectors.joining("\n", "", "\n"));
        return Files.writeString(programs.file("lines"), text);
    }
}
