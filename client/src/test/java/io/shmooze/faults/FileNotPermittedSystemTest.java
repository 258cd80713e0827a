// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders and files that a user may not write or read. */
@Timeout(120)
class FileNotPermittedSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldSayThatTheFolderCannotBeWrittenAndGoOn() throws IOException {
        OtherUser nobody = new OtherUser(programs, OtherUser.NOBODY);
        Path folder = Files.createDirectory(programs.file("folder"));
        PseudoTerminal server = nobody.programBy(List.of("env", "-C", folder.toString()), "server", "t")
                .startOnTerminal();
        server.awaitPrompt();
        PseudoTerminal client = nobody.program("client", "t").startOnTerminal();
        client.awaitShown("attached to ");
        client.awaitPrompt();
        type(client, "/send " + programs.file("client.jar"));
        server.awaitShown("offers client.jar");
        type(server, "/accept");
        server.awaitShown("Not done: Not allowed to write to the folder " + folder);
        type(server, "/refuse");
        client.awaitShown("refused: nobody wants it");
    }

    private static void type(PseudoTerminal terminal, String line) {
        terminal.type(line);
        terminal.enter();
    }

    @ParameterizedTest
    @CsvSource({"server, picture", "client, send"})
    void shouldSayThatAFileCannotBeRead(String which, String command) throws IOException {
        OtherUser nobody = new OtherUser(programs, OtherUser.NOBODY);
        Path secret = Files.createFile(programs.file("secret.png"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Program program = nobody.bare(List.of(), which, List.of(command, secret.toString())).start();
        program.awaitExit(77);
        assertThat(program.errors()).isEqualTo("shmooze-" + which + ": Not allowed to read " + secret + "\n");
    }
}
