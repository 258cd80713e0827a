// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import io.shmooze.ShmoozeException;
import io.shmooze.UsageException;
import io.shmooze.file.FileFolder;
import io.shmooze.file.OutgoingFile;
import io.shmooze.file.TransferState;
import io.shmooze.frame.FrameFormat;
import io.shmooze.frame.FramePublisher;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Forks;
import io.shmooze.testing.OtherCopy;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers keep their channels whatever else their process does, although the kernel's locks belong to the process. */
@Timeout(60)
class KeptLockTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();
    @RegisterExtension
    final Programs programs = new Programs();

    /** Serves a channel; its arguments are the directory and the channel. */
    static final class Serving implements Function<List<String>, AutoCloseable> {
        @Override
        public AutoCloseable apply(List<String> words) {
            return ShmoozeServer.builder(words.get(1)).directory(Path.of(words.get(0))).start();
        }
    }

    /** Another process that tries to serve channels, one after the other. */
    static final class Intruder {
        private Intruder() {
        }

        public static void main(String[] words) throws Exception {
            for (String channel : List.of(words).subList(1, words.length)) {
                try (AutoCloseable server = new Serving().apply(List.of(words[0], channel))) {
                    System.out.println(channel + " is free" + (server == null ? "?" : ""));
                } catch (ShmoozeException e) {
                    System.out.println(e.getMessage());
                }
            }
            System.out.println("end");
        }
    }

    private String intrude(String... channels) {
        List<String> words = new ArrayList<>(List.of(Intruder.class.getName(),
                sessions.directory().toString()));
        words.addAll(List.of(channels));
        Program intruder = Forks.command(programs,
                Forks.java(System.getProperty("java.class.path"), List.of(), words)).start();
        intruder.awaitOutput("end");
        return intruder.output();
    }

    private Path lockFile(String channel) {
        return sessions.directory().resolve(channel + ".lock");
    }

    @Test
    void shouldRefuseTheServerOfAnotherCopyOfTheLibrary() throws Exception {
        String complaint = "The channel 'test' is served already, by process " + ProcessHandle.current().pid();
        List<String> arguments = List.of(sessions.directory().toString(), "test");
        try (OtherCopy other = new OtherCopy()) {
            Function<List<String>, AutoCloseable> serving = other.make(Serving.class);
            try (ShmoozeServer mine = sessions.server().start()) {
                assertThat(mine.channel()).isEqualTo("test");
                assertThatThrownBy(() -> serving.apply(arguments)).hasMessageContaining(complaint)
                        .extracting(e -> e.getClass().getName()).isEqualTo(CannotCreateException.class.getName());
                assertThat(intrude("test")).contains(complaint);
            }
            try (AutoCloseable theirs = serving.apply(arguments)) {
                assertThat(theirs).isNotNull();
                assertThatThrownBy(() -> sessions.server().start()).isInstanceOf(CannotCreateException.class)
                        .hasMessageContaining(complaint);
                assertThat(intrude("test")).contains(complaint);
            }
        }
    }

    @Test
    void shouldKeepTheFramesOfALivingPublisherWhenAnotherCopySweeps() throws Exception {
        try (OtherCopy other = new OtherCopy(); FramePublisher publisher = sessions.server().publishFrames()) {
            publisher.begin(new FrameFormat(2, 2, 32));
            publisher.publish();
            Path abandoned = sessions.directory().resolve("dead.1." + "0".repeat(32) + ".frame");
            Files.createFile(abandoned);
            Files.createFile(lockFile("dead"));
            List<String> before = frames();
            assertThat(before).hasSizeGreaterThan(1);
            Function<List<String>, AutoCloseable> serving = other.make(Serving.class);
            serving.apply(List.of(sessions.directory().toString(), "second")).close();
            assertThat(abandoned).as("the sweep took place").doesNotExist();
            assertThat(intrude("third", "test")).contains("third is free")
                    .contains("served already, by process " + ProcessHandle.current().pid());
            assertThat(frames()).isEqualTo(before);
        }
    }

    /** The files of the living publisher. */
    private List<String> frames() {
        return sessions.leftovers().stream().filter(name -> name.startsWith("test.") && name.endsWith(".frame"))
                .toList();
    }

    @Test
    void shouldNotSendALockFile() throws IOException {
        FileExchangePair ends = new FileExchangePair(sessions, 1024, file -> file.refuse("unwanted"));
        Path link = Files.createSymbolicLink(sessions.file("link"), lockFile("test"));
        for (Path file : List.of(lockFile("test"), link)) {
            assertThatThrownBy(() -> ends.sending.send(ends.client, file)).isInstanceOf(UsageException.class)
                    .hasMessage("Not to be read while this program has it locked: " + file);
        }
        assertThat(Tools.isLocked(lockFile("test"))).isTrue();
    }

    @Test
    void shouldNotReadALockFileThatHasTheNameOfAnOffer() throws IOException {
        FileExchangePair ends =
                new FileExchangePair(sessions, 1024, file -> file.accept(FileFolder.of(sessions.directory())));
        Path same = Files.writeString(sessions.file("test.lock"), ProcessHandle.current().pid() + "\n");
        OutgoingFile sent = ends.sending.send(ends.client, same);
        assertThat(sent.await(Sessions.LONG)).isTrue();
        assertThat(sent.state()).isEqualTo(TransferState.REFUSED);
        assertThat(sent.detail()).contains("there is a test.lock already, and the program has it locked");
        assertThat(Tools.isLocked(lockFile("test"))).isTrue();
    }
}
