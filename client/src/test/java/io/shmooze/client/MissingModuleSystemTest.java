// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.ShmoozeException;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Java runtime that lacks modules, for example an image of jlink, is reported at the start in one line. */
@Timeout(120)
class MissingModuleSystemTest {
    /** The modules that the programs need, according to EMBEDDING.md. */
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
        "server | " + NEEDED + " | --protocol qt | java.logging",
        "client | " + NEEDED + " | relay --nats nats://127.0.0.1:1 t | java.logging"})
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
    void shouldRunInAnImageOfTheDocumentedModules() throws IOException {
        assertThat(Files.readString(Path.of("../common/docs/EMBEDDING.md")))
                .contains("jlink --add-modules " + NEEDED.replace("java.base,", "") + " --output");
        Path image = programs.file("image");
        StringWriter errors = new StringWriter();
        int code = ToolProvider.findFirst("jlink").orElseThrow().run(new PrintWriter(errors), new PrintWriter(errors),
                "--add-modules", NEEDED, "--output", image.toString());
        assertThat(code).as(errors.toString()).isZero();
        Program server = in(image, "server", "--exit-when-alone", "--verbose");
        Program client = in(image, "client", "--verbose");
        client.feed("hello\n");
        server.awaitOutput("hello\n");
        client.endInput();
        client.awaitExit(0);
        server.endInput();
        server.awaitExit(0);
    }

    private Program in(Path image, String which, String... options) {
        List<String> words = new ArrayList<>(List.of(image.resolve("bin/java").toString(), "-jar",
                System.getProperty("shmooze." + which + ".jar"), "--directory", programs.directory().toString()));
        words.addAll(List.of(options));
        words.add("t");
        return Forks.command(programs, words).start();
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
