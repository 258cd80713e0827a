// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import io.shmooze.testing.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A line that is drawn again and again takes one row of the terminal, however narrow it is. */
@Timeout(120)
class StatusLineSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    private ProgramStart bare(String jar, String... words) {
        return programs.bare(jar, words).with("SHMOOZE_DIRECTORY", programs.directory().toString());
    }

    @Test
    void shouldFitTheTerminalOfFramesAndItsNextSize() {
        PseudoTerminal server = bare("server", "frames", "--size", "16x16", "--rate", "100")
                .startOnTerminal("xterm", 40);
        server.awaitShown(" frames, ");
        PseudoTerminal client = bare("client", "frames").startOnTerminal("xterm", 40);
        Patience.await().untilAsserted(() -> assertThat(drawn(client)).anyMatch(line -> width(line) == 39));
        client.resize(20);
        Patience.await().untilAsserted(() -> assertThat(drawn(client)).last().matches(line -> width(line) == 19));
        client.resize(200);
        Patience.await().untilAsserted(() -> assertThat(drawn(client)).last().asString().contains("latency "));
        assertThat(drawn(server)).allMatch(line -> width(line) <= 39);
        client.controlC();
        client.awaitExit(0);
    }

    @Test
    void shouldFitTheTerminalOfAFileWithALongName() throws IOException {
        Path folder = Files.createDirectory(programs.file("inbox"));
        Program server = bare("server", "--accept", folder.toString(), "t").start();
        server.awaitErrors("serving");
        Path file = RandomFile.writeLong(programs.file("漢字".repeat(30) + ".bin"));
        PseudoTerminal client = bare("client", "send", "--channel", "t", file.toString()).startOnTerminal("xterm", 50);
        Patience.until(() -> drawn(client).size() > 1);
        assertThat(drawn(client)).allMatch(line -> width(line) <= 49)
                .anyMatch(line -> line.startsWith("漢字漢字漢字漢字漢字漢… [") && width(line) == 49);
        client.controlC();
        client.awaitExit(1);
    }

    @Test
    void shouldShowNoRateOfAPublisherThatStandsStillOrIsGone() {
        Program server = bare("server", "frames", "--size", "16x16", "--rate", "100").start();
        PseudoTerminal client = bare("client", "frames").startOnTerminal();
        client.awaitShown(" frames, ");
        server.signal("STOP");
        client.awaitShown(" frames, 0.00 a second");
        server.signal("CONT");
        Patience.await().untilAsserted(() -> assertThat(drawn(client)).last().asString().doesNotContain(" 0.00 a"));
        server.kill();
        client.awaitShown("died; waiting for the next publisher");
        client.awaitShown(" frames, the publisher is gone");
        bare("server", "frames", "--size", "16x16", "--rate", "100").start();
        Patience.await().untilAsserted(() -> assertThat(drawn(client)).last().asString().contains("latency "));
        client.controlC();
        client.awaitExit(0);
    }

    @Test
    void shouldDrawNothingOnATerminalThatCannotErase() {
        PseudoTerminal server = bare("server", "frames", "--size", "16x16", "--rate", "100", "--count", "80")
                .startOnTerminal("dumb", 40);
        server.awaitExit(0);
        assertThat(server.shown()).contains("published 80 frames").doesNotContain("\u001b");
    }

    /** The drawn lines, without mere erasures and without announcements. */
    private static List<String> drawn(PseudoTerminal terminal) {
        String[] parts = terminal.shown().split("\r\u001b\\[K", -1);
        // The last one may be incomplete.
        return Arrays.stream(parts, 1, Math.max(1, parts.length - 1))
                .filter(part -> !part.isEmpty() && !part.contains("\n")).toList();
    }

    private static int width(String line) {
        return line.codePoints().map(WCWidth::wcwidth).sum();
    }
}
