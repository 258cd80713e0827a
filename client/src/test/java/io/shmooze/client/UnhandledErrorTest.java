// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.shmooze.Session;
import io.shmooze.file.FileExchange;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** An error of a callback is reported once, whether or not the application handles or logs errors. */
@Timeout(120)
class UnhandledErrorTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();
    @RegisterExtension
    final Programs programs = new Programs();

    /** An application without a logger and without {@code onError}; a second argument sets a handler of its own. */
    static final class ThrowingApplication {
        public static void main(String[] arguments) {
            if (arguments.length > 1) {
                Thread.setDefaultUncaughtExceptionHandler((thread, error) ->
                        System.out.println(thread.getName() + ": " + error.getMessage()));
            }
            Path directory = Path.of(arguments[0]);
            // Closing it at the end ends every session, and with it the callbacks.
            try (ShmoozeServer server = ShmoozeServer.builder("test").directory(directory)
                    .onAttached(session -> fail("in onAttached"))
                    .onMessage((session, message) -> fail("in onMessage"))
                    .onDetached((session, detachment) -> fail("in onDetached"))
                    .start()) {
                assert server.channel().equals("test");
                try (ShmoozeClient client = ShmoozeClient.builder("test").directory(directory).connect()) {
                    client.send("hello");
                    client.flush(Sessions.LONG);
                }
            }
        }

        private static void fail(String where) {
            throw new IllegalStateException("thrown " + where);
        }
    }

    private Program application(String... arguments) {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("logback")).collect(Collectors.joining(File.pathSeparator));
        List<String> words = List.of(ThrowingApplication.class.getName(), programs.directory().toString());
        List<String> main = Stream.concat(words.stream(), Stream.of(arguments)).toList();
        Program application = Forks.command(programs, Forks.java(classPath, List.of(), main)).start();
        application.awaitExit(0);
        return application;
    }

    @Test
    void shouldPrintAnErrorOnceWithItsTraceWithoutALogger() {
        Program application = application();
        for (String where : List.of("onAttached", "onMessage", "onDetached")) {
            assertThat(application.errors().split("thrown in " + where, -1)).as(where).hasSize(2);
        }
        assertThat(application.errors()).contains("Exception in thread \"shmooze-test-1\"")
                .contains("at " + ThrowingApplication.class.getName() + ".fail(");
        assertThat(application.output()).isEmpty();
    }

    @Test
    void shouldPassAnErrorToTheHandlerOfTheApplication() {
        Program application = application("own handler");
        assertThat(application.output().lines()).containsExactly("shmooze-test-1: thrown in onAttached",
                "shmooze-test-1: thrown in onMessage", "shmooze-test-1: thrown in onDetached");
        assertThat(application.errors()).doesNotContain("thrown");
    }

    @Test
    void shouldLogAnErrorOnceWhenNoListenerHandlesIt() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("io.shmooze");
        log.start();
        logger.addAppender(log);
        try {
            sessions.start(sessions.server()
                    .sessionListener(new FileExchange(new RefusingFileListener()))
                    .onAttached(Session::state)
                    .onMessage((session, message) -> ThrowingApplication.fail("in onMessage")));
            ShmoozeClient client = sessions.connect(sessions.client());
            client.send("hello");
            client.flush(Sessions.LONG);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).extracting(event -> event.getThrowableProxy().getMessage())
                .containsExactly("thrown in onMessage");
    }

    @Test
    void shouldReportAnErrorOnlyToTheListenerThatHandlesErrors() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("io.shmooze");
        log.start();
        logger.addAppender(log);
        SessionRecorder recorder = new SessionRecorder();
        try {
            sessions.start(sessions.server()
                    .sessionListener(new FileExchange(new RefusingFileListener()))
                    .sessionListener(recorder)
                    .onMessage((session, message) -> ThrowingApplication.fail("in onMessage")));
            ShmoozeClient client = sessions.connect(sessions.client());
            client.send("hello");
            client.flush(Sessions.LONG);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(recorder.errors()).extracting(Throwable::getMessage).containsExactly("thrown in onMessage");
        assertThat(log.list).isEmpty();
    }
}
