// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import io.shmooze.testing.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In the locale C, a container's default, text beyond ASCII is refused in one line and never mangled. */
@Timeout(120)
class LocaleSystemTest {
    private static final String READ = "cannot be read in the locale LC_ALL=C, whose charset is US-ASCII: start the "
            + "program with LC_ALL=C.UTF-8";
    private static final String WRITTEN = READ.replace("read", "written");
    /** Written by a shell, so that it does not depend on the locale of this test. */
    private static final String UMLAUT = "\"$(printf \"\\303\\274\")\"";

    @RegisterExtension
    final Programs programs = new Programs();

    /** Runs a program in the locale C by a shell script, in which the program is $@. */
    private ProgramStart shell(String line, ProgramStart program) {
        return program.with("LC_ALL", "C").by("sh", "-c", line, "sh");
    }

    private ProgramStart bare(String... words) {
        return programs.bare("client", words);
    }

    private static String refused(ProgramStart start) {
        Program program = start.fromNothing().start();
        program.awaitExit(2);
        assertThat(program.errors()).hasLineCount(1).startsWith("shmooze-client: ").doesNotContain("Exception");
        return program.errors();
    }

    @Test
    void shouldRefuseWhatItCannotRead() {
        assertThat(refused(shell("exec \"$@\" " + UMLAUT, bare("send"))))
                .contains("The argument \"").contains("\" " + READ);
        assertThat(refused(shell("exec \"$@\" " + UMLAUT, bare("--name"))))
                .contains("The argument \"").contains("\" " + READ);
        assertThat(refused(shell("SHMOOZE_NAME=" + UMLAUT + " exec \"$@\"", bare())))
                .contains("Variable SHMOOZE_NAME: \"").contains("\" " + READ);
    }

    @Test
    void shouldRefuseWhatItCannotWrite() throws IOException {
        Path settings = Files.writeString(programs.file("settings"), "directory = /tmp/\u00fc\n");
        assertThat(refused(shell("exec \"$@\"", bare("--config", settings.toString()))))
                .contains(settings + ", line 1: directory: \"").contains("\" " + WRITTEN);
    }

    @Test
    void shouldRefuseARelativePathInAFolderThatItCannotRead() throws IOException {
        String go = "cd " + programs.file("") + " && mkdir " + UMLAUT + " && cd " + UMLAUT + " && exec \"$@\"";
        assertThat(refused(shell(go, programs.client("--accept", "."))))
                .contains("Option --accept: \".\" lies in a folder whose name " + READ);
        PseudoTerminal terminal = shell(go.replace("mkdir", "mkdir -p"), programs.client()).startOnTerminal();
        terminal.awaitExit(2);
        assertThat(terminal.shown()).contains("The current folder lies in a folder whose name");
        try (var made = Files.list(programs.file(""))) {
            assertThat(made.filter(Files::isDirectory)).as("no other folder was made").hasSize(1);
        }
    }

    @Test
    void shouldTellBothSidesThatANameCannotBeWritten() {
        Path folder = programs.file("folder");
        Program server = programs.server("--accept", folder.toString(), "--exit-when-alone").with("LC_ALL", "C")
                .fromNothing().start();
        Program client = bare("send", "--directory", programs.directory().toString()).with("LC_ALL", "C.UTF-8")
                .by("sh", "-c", "cd " + programs.file("") + " && : > " + UMLAUT + " && exec \"$@\" " + UMLAUT, "sh")
                .fromNothing().start();
        client.awaitExit(1);
        assertThat(client.errors()).contains("refused: at the receiver, the name " + WRITTEN);
        server.awaitErrors("refused: at the receiver, the name " + WRITTEN);
        assertThat(List.of(folder.toFile().list())).isEmpty();
    }
}
