// SPDX-License-Identifier: Apache-2.0
package io.shmooze.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Forks;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class StaleFilesTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final int ROUNDS = 300;

    @RegisterExtension
    final Programs programs = new Programs();
    private SegmentDirectory directory;

    @BeforeEach
    void create() {
        directory = SegmentDirectory.create(programs.directory(), false);
    }

    private String[] make(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(directory.path().resolve(name));
        }
        return names;
    }

    private static String frame(String channel) {
        return channel + ".0." + KEY + ".frame";
    }

    private static String segment(String channel) {
        return channel + ".7." + KEY + ".segment";
    }

    @Test
    void shouldRemoveOnlyWhatIsOfTheChannel() throws IOException {
        String[] others = make("chat.lock", "chat.sock", "chat.x.segment", segment("chatt"), "chat..segment",
                segment("xchat"), "chat.1.segment", segment("c.at"), frame("chat.5"));
        make(segment("chat"), frame("chat"), "chat.123456789012." + KEY + ".segment");
        StaleFiles.remove(directory, "chat");
        assertThat(programs.leftovers()).containsExactlyInAnyOrder(others);
    }

    @Test
    void shouldRemoveOnlyWhatIsOfThePublisher() throws IOException {
        String[] others = make("cam.1." + KEY.replace('0', '1') + ".frame", segment("cam"), frame("webcam"));
        make(frame("cam"), "cam.12." + KEY + ".frame");
        StaleFiles.removeFrames(directory, "cam", KEY);
        assertThat(programs.leftovers()).containsExactlyInAnyOrder(others);
    }

    @Test
    void shouldRemoveWhatNobodyServes() throws IOException {
        make(frame("dead"), segment("dead"), frame("dead.5"), "dead.lock", "dead.5.lock");
        make(frame("unknown"), frame("alive"));
        Files.createSymbolicLink(directory.lockFile("link"), directory.lockFile("dead"));
        make(frame("link"));
        try (ChannelLock lock = ChannelLock.take(directory, "alive")) {
            assertThat(lock).isNotNull();
            StaleFiles.removeUnserved(directory);
            assertThat(programs.leftovers()).containsExactlyInAnyOrder(frame("alive"), "alive.lock", "dead.lock",
                    "dead.5.lock", frame("unknown"), frame("link"), "link.lock");
            StaleFiles.removeUnserved(directory);
        }
        StaleFiles.removeUnserved(directory);
        assertThat(programs.leftovers()).doesNotContain(frame("alive"));
    }

    @Test
    void shouldLeaveWhatAnotherProcessServes() throws IOException {
        Program server = fork(Server.class);
        make(frame("cam"));
        StaleFiles.removeUnserved(directory);
        assertThat(programs.leftovers()).containsExactlyInAnyOrder(frame("cam"), "cam.lock");
        server.kill();
        StaleFiles.removeUnserved(directory);
        assertThat(programs.leftovers()).containsExactly("cam.lock");
    }

    @Test
    void shouldNotKeepAServerFromStarting() {
        Program other = fork(Clearer.class);
        for (int i = 0; i < ROUNDS; i++) {
            ChannelLock.take(directory, "cam").close();
        }
        assertThat(other.isAlive()).as(other::errors).isTrue();
    }

    private Program fork(Class<?> main) {
        Program started = Forks.command(programs, Forks.java(Forks.classPath(StaleFiles.class, StaleFilesTest.class),
                List.of(), List.of(main.getName(), directory.path().toString()))).start();
        started.awaitOutput("ready");
        return started;
    }

    /** Serves a channel until it is killed. */
    static final class Server {
        private static ChannelLock held;

        private Server() {
        }

        public static void main(String[] arguments) throws InterruptedException {
            held = ChannelLock.take(SegmentDirectory.create(Path.of(arguments[0]), false), "cam");
            System.out.println("ready");
            new CountDownLatch(1).await();
        }
    }

    /** Removes files again and again until it is killed. */
    static final class Clearer {
        private Clearer() {
        }

        public static void main(String[] arguments) throws IOException {
            SegmentDirectory directory = SegmentDirectory.create(Path.of(arguments[0]), false);
            ChannelLock.take(directory, "cam").close();
            Path file = directory.path().resolve(frame("cam"));
            System.out.println("ready");
            while (true) {
                if (Files.notExists(file)) {
                    Files.createFile(file);
                }
                StaleFiles.removeUnserved(directory);
            }
        }
    }
}
