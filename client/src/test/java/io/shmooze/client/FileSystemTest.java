// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.PseudoTerminal;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files between the two programs, in pipes and on terminals. */
@Timeout(120)
class FileSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(programs.file("folder"));
    }

    @Test
    void shouldSendFromClientToServer() throws IOException {
        Path big = RandomFile.write(programs.file("big.bin"), 3_000_000);
        Path empty = Files.createFile(programs.file("empty"));
        Program server = programs.server("--accept", folder.toString(), "--exit-when-alone", "t").start();
        Program client = programs.bare("client", "send", "--directory", programs.directory().toString(), "--channel",
                "t", big.toString(), empty.toString()).start();
        client.awaitExit(0);
        server.awaitExit(0);
        assertThat(client.errors()).contains("shmooze-client: Sent big.bin to " + server.pid() + ": 3.0 MB, ",
                "Sent empty to ").doesNotContain("[");
        assertThat(server.errors()).contains("shmooze-server: Received " + folder.toRealPath().resolve("big.bin")
                + " from " + client.pid() + ": 3.0 MB, ");
        assertThat(folder.resolve("big.bin")).hasSameBinaryContentAs(big);
        assertThat(FileExchangePair.names(folder)).containsExactly("big.bin", "empty");
        assertThat(server.output() + client.output()).isEmpty();
    }

    @Test
    void shouldSendFromServerToEveryClientThatTakesIt() throws IOException {
        Path file = RandomFile.write(programs.file("a.bin"), 100_000);
        // It stays until the server leaves, although its input has ended.
        Program taker = programs.client("--accept", folder.toString(), "--linger", "1h", "--reconnect-timeout", "0s",
                "t").fromNothing().start();
        Program server = programs.bare("server", "send", "--directory", programs.directory().toString(), "--channel",
                "t", "--as", ".env 22:03", file.toString()).start();
        server.awaitExit(0);
        taker.awaitExit(0);
        assertThat(folder.resolve(".env 22:03")).hasSameBinaryContentAs(file);
    }

    @Test
    void shouldRefuseInAPipeWithOneClearLineOnBothSides() throws IOException {
        Path file = RandomFile.write(programs.file("a.bin"), 1000);
        Program server = programs.server("--exit-when-alone", "t").fromNothing().start();
        server.awaitErrors("serving ");
        Program client = programs.bare("client", "send", "--directory", programs.directory().toString(), "--channel",
                "t", file.toString()).start();
        client.awaitExit(1);
        server.awaitExit(0);
        String reason = "refused: it takes no files: start it with --accept DIR\n";
        assertThat(client.errors()).endsWith("shmooze-client: Not sent: a.bin (1.0 kB) to " + server.pid() + ", "
                + reason).hasLineCount(2);
        assertThat(server.errors()).contains("shmooze-server: Not received: a.bin (1.0 kB) from " + client.pid() + ", "
                + reason);
    }

    @Test
    void shouldRefuseBadInputInOneLine() throws IOException {
        refuses("send", "shmooze-client: Which files? send FILE...");
        refuses("send /nowhere/a", "shmooze-client: There is no file /nowhere/a");
        refuses("send /dev/null", "shmooze-client: Not a regular file: /dev/null");
        refuses("send /dev/tty", "shmooze-client: Not a regular file: /dev/tty");
        refuses("send .", "shmooze-client: Not a regular file: .");
        refuses("--accept /etc/passwd t", "shmooze-client: Not a folder: /etc/passwd");
        Path part = Files.createFile(programs.file(".a.shmooze-part"));
        refuses("send " + part, "shmooze-client: The file name \".a.shmooze-part\" is that of a file that is not");
        refuses("send --as a/b " + part, "shmooze-client: The file name \"a/b\" has a path in it: give it another");
        refuses("send --as a " + part + " " + part, "shmooze-client: Option --as: one name for 2 files");
    }

    @Test
    void shouldRefuseAFileWithoutAnEndBeforeItConnects() {
        Tools.requireReadable(Path.of("/proc/kmsg"), "whether a client waits for the end of a file that has none");
        refuses("send /proc/kmsg", "shmooze-client: Reading /proc/kmsg does not come to an end (waited 10 s): copy");
    }

    private void refuses(String words, String complaint) {
        Program client = programs.bare("client", words.split(" ")).fromNothing().start();
        client.awaitExit(2);
        assertThat(client.errors()).startsWith(complaint).hasLineCount(1);
    }

    @Test
    void shouldAskOnATerminal() throws IOException {
        Path file = RandomFile.write(programs.file("a b.bin"), 8_000_000);
        PseudoTerminal server = programs.server("--name", "host", "t").by("env", "-C", folder.toString())
                .startOnTerminal();
        server.awaitPrompt();
        PseudoTerminal client = programs.client("--name", "alice", "t").startOnTerminal();
        client.awaitShown("attached to host");
        client.awaitPrompt();
        type(client, "/send " + file);
        server.awaitShown("[1] alice offers a b.bin (8.0 MB): /accept 1 puts it here, /refuse 1 does not");
        assertThat(FileExchangePair.names(folder)).isEmpty();
        type(server, "/refuse");
        client.awaitShown("Not sent: a b.bin (8.0 MB) to host, refused: nobody wants it");
        type(client, "/send " + file);
        server.awaitShown("[2] alice offers");
        type(server, "/accept 2");
        server.awaitShown("Received " + folder.toRealPath().resolve("a b.bin"));
        client.awaitShown("Sent a b.bin to host: 8.0 MB");
        assertThat(folder.resolve("a b.bin")).hasSameBinaryContentAs(file);
        type(server, "/accept 9");
        server.awaitShown("There is no such file 9; /files lists them");
        type(server, "/send nothing");
        server.awaitShown("Not done: There is no file nothing");
        type(server, "/files");
        server.awaitShown("No file is on its way");
        type(server, "/quit");
        server.awaitExit(0);
    }

    @Test
    void shouldShowProgressAndLetMessagesThrough() throws IOException {
        PseudoTerminal server = programs.server("--accept", folder.toString(), "t").startOnTerminal();
        server.awaitPrompt();
        PseudoTerminal client = programs.client("t").startOnTerminal();
        client.awaitShown("attached to ");
        client.awaitPrompt();
        type(client, "/send " + RandomFile.writeLong(programs.file("a.bin")));
        server.awaitShown("% of 2.0 GB");
        type(client, "meanwhile");
        server.awaitShown("meanwhile");
        type(client, "/cancel");
        client.awaitShown("cancelled: the sender");
    }

    @Test
    void shouldCancelFromEitherTerminal() throws IOException {
        Path file = RandomFile.writeLong(programs.file("a.bin"));
        PseudoTerminal server = programs.server("--accept", folder.toString(), "t").startOnTerminal();
        server.awaitPrompt();
        PseudoTerminal client = programs.client("t").startOnTerminal();
        client.awaitShown("attached to ");
        client.awaitPrompt();
        for (PseudoTerminal end : new PseudoTerminal[] {server, client}) {
            type(client, "/send " + file);
            Patience.until(() -> FileExchangePair.names(folder).equals(List.of(".a.bin.shmooze-part")));
            type(end, "/cancel");
            end.awaitShown("cancelled: the " + (end == client ? "sender" : "receiver"));
            Patience.until(() -> FileExchangePair.names(folder).isEmpty());
        }
        type(client, "/quit");
        client.awaitExit(0);
    }

    @Test
    void shouldCancelOnASignal() throws IOException {
        Path file = RandomFile.writeLong(programs.file("a.bin"));
        Program server = programs.server("--accept", folder.toString(), "t").start();
        Program client = programs.bare("client", "send", "--directory", programs.directory().toString(), "--channel",
                "t", file.toString()).start();
        Patience.until(() -> !FileExchangePair.names(folder).isEmpty());
        client.signal("TERM");
        client.awaitExit(1);
        server.awaitErrors("cancelled: the sender leaves");
        assertThat(FileExchangePair.names(folder)).isEmpty();
    }

    @Test
    void shouldNotWaitForTheNextServerWhenTheLastOneHasGivenTheFileUp() throws IOException {
        Path file = RandomFile.writeLong(programs.file("a.bin"));
        Program server = programs.server("--accept", folder.toString(), "t").start();
        Program client = programs.bare("client", "send", "--directory", programs.directory().toString(), "--channel",
                "t", "--reconnect-timeout", "1h", file.toString()).start();
        Patience.until(() -> !FileExchangePair.names(folder).isEmpty());
        server.signal("TERM");
        client.awaitExit(1);
        assertThat(client.errors()).contains(": the receiver leaves");
        assertThat(FileExchangePair.names(folder)).isEmpty();
    }

    private static void type(PseudoTerminal terminal, String line) {
        terminal.type(line);
        terminal.enter();
    }
}
