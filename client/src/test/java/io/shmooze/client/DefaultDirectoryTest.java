// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without a directory of its own, a builder uses the one that the environment names. */
@Timeout(120)
class DefaultDirectoryTest {
    @RegisterExtension
    final Programs programs = new Programs();

    /** Sends itself a message, in the directory of its argument or else in the default one. */
    static final class HelloApplication {
        public static void main(String[] arguments) {
            var server = ShmoozeServer.builder("test").onMessage((session, message) -> session.send(message.text()));
            var client = ShmoozeClient.builder("test");
            for (String directory : arguments) {
                server.directory(Path.of(directory));
                client.directory(Path.of(directory));
            }
            try (ShmoozeServer started = server.start(); ShmoozeClient connected = client.connect()) {
                connected.send("hello from " + started.channel());
                System.out.println(connected.receive(Sessions.LONG).text());
            }
        }
    }

    private Program application(String variable, String... arguments) {
        List<String> main = Stream.concat(Stream.of(HelloApplication.class.getName()), Stream.of(arguments)).toList();
        Program application = Forks.command(programs,
                Forks.java(System.getProperty("java.class.path"), List.of(), main))
                .with("SHMOOZE_DIRECTORY", variable).start();
        application.awaitExit(0);
        assertThat(application.output()).isEqualTo("hello from test\n");
        return application;
    }

    @Test
    void shouldUseTheDirectoryOfTheEnvironment() {
        application(programs.directory().toString());
        assertThat(programs.leftovers()).containsExactly("test.lock");
    }

    @Test
    void shouldPreferTheDirectoryOfTheBuilder() {
        application("", programs.directory().toString());
        assertThat(programs.leftovers()).containsExactly("test.lock");
    }
}
