// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.ShmoozeException;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Java runtime that lacks modules, for example an image of jlink, is reported at the start in one line. */
@Timeout(120)
class MissingModuleSystemTest {
    /** The modules that the programs need, according to the README. */
    private static final String NEEDED = "java.base,java.xml,jdk.net,jdk.unsupported";

    @RegisterExtension
    final Programs programs = new Programs();

    private static ProgramStart limited(ProgramStart start, String modules) {
        return start.with("JDK_JAVA_OPTIONS", "--limit-modules " + modules);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "server | java.base,java.xml,jdk.unsupported | chat | jdk.net",
        "client | java.base,java.xml,jdk.unsupported | chat | jdk.net",
        "client | java.base | send /etc/passwd | java.xml,jdk.net,jdk.unsupported",
        "server | " + NEEDED + " | picture /etc/passwd | java.desktop",
        "client | " + NEEDED + " | frames --show | java.desktop",
        "server | " + NEEDED + " | --protocol qt | java.logging"})
    void shouldNameTheModule(String which, String modules, String words, String missing) {
        Program program = limited(programs.bare(which, words.split(" ")), modules)
                .with("SHMOOZE_DIRECTORY", programs.directory().toString())
                .with("TMPDIR", programs.directory().getParent().toString()).fromNothing().start();
        program.awaitExit(1);
        assertThat(program.errors().lines().filter(line -> !line.startsWith("NOTE: ")))
                .singleElement().asString().startsWith("shmooze-" + which + ": The Java runtime ")
                .contains(" lacks " + missing.replace(",", ", ") + ": add it by --add-modules " + missing + " (");
    }

    @Test
    void shouldRunWithTheDocumentedModules() {
        Program server = limited(programs.server("--exit-when-alone", "--verbose", "t"), NEEDED).start();
        Program client = limited(programs.client("--verbose", "t"), NEEDED).start();
        client.feed("hello\n");
        server.awaitOutput("hello\n");
        client.endInput();
        client.awaitExit(0);
        server.endInput();
        server.awaitExit(0);
    }

    @Test
    void shouldThrowInAnApplication() {
        Program application = Forks.command(programs, Forks.java(System.getProperty("java.class.path"),
                List.of("--limit-modules", "java.base"),
                List.of(StartingApplication.class.getName(), programs.directory().toString()))).start();
        application.awaitExit(0);
        assertThat(application.output()).hasLineCount(2).contains("server: The Java runtime ",
                "client: The Java runtime ").contains(" lacks jdk.net");
        assertThat(programs.directory()).doesNotExist();
    }

    /** Tries to start a server and a client, and prints why it cannot. */
    static final class StartingApplication {
        private StartingApplication() {
        }

        public static void main(String[] words) {
            Path directory = Path.of(words[0]);
            tell("server", () -> ShmoozeServer.builder("t").directory(directory).start().close());
            tell("client", () -> ShmoozeClient.builder("t").directory(directory).connect().close());
        }

        private static void tell(String what, Runnable start) {
            try {
                start.run();
            } catch (ShmoozeException e) {
                System.out.println(what + ": " + e.getMessage());
            }
        }
    }
}
