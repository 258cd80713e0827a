// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.file.FileExchange;
import io.shmooze.file.FileTransfer;
import io.shmooze.file.TransferState;
import io.shmooze.session.SessionDefaults;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory and files that a session uses, and how long it keeps them. */
@Timeout(120)
class FootprintSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldTakeOnePageOfMemoryUntilMoreIsNeeded() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/maps")), "no /proc");
        Program server = Partners.ready(programs, "server", "echo");
        try (ShmoozeClient client = connect()) {
            client.send("hello");
            assertThat(client.receive(Duration.ofSeconds(60)).text()).isEqualTo("hello");
            assertThat(programs.leftovers()).containsExactly("test.lock", "test.sock");
            for (String pid : new String[] {String.valueOf(server.pid()), "self"}) {
                assertThat(residentKilobytes(pid)).as(pid).isEqualTo(4);
                assertThat(lengthOfFile(pid, segments(pid).get(0))).isEqualTo(
                        4096 + 2 * (SessionDefaults.BULK_SIZE + SessionDefaults.WIDE_LANE_SIZE));
            }
            client.send("x".repeat(200));
            assertThat(client.receive(Duration.ofSeconds(60)).length()).isEqualTo(200);
            // The wide lanes.
            assertThat(residentKilobytes("self")).isBetween(12L, 4L + 2 * 64);
            client.send("x".repeat(70_000));
            assertThat(client.receive(Duration.ofSeconds(60)).length()).isEqualTo(70_000);
            // And two steps of each area.
            assertThat(residentKilobytes("self")).isBetween(12L + 2 * 68, 4L + 6 * 64);
        }
        assertThat(segments("self")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "022", "777"})
    void shouldKeepOthersOutWhateverTheUmask(String umask) throws IOException {
        Program server = Partners.prepare(programs, "server", "echo")
                .by("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh").start();
        server.awaitOutput("ready");
        try (SocketChannel handshake = beginHandshake()) {
            assertThat(handshake.isOpen()).isTrue();
            assertThat(mode(programs.directory())).isEqualTo("rwx------");
            assertThat(programs.leftovers()).hasSize(3);
            for (String name : programs.leftovers()) {
                assertThat(mode(programs.directory().resolve(name))).as(name).isEqualTo("rw-------");
            }
        }
        try (ShmoozeClient client = connect()) {
            client.send("hello");
            client.flush(Duration.ofSeconds(60));
        }
    }

    @Test
    void shouldRemoveTheFilesOfAServerThatDiedInAHandshake() throws IOException {
        Program first = Partners.ready(programs, "server", "echo");
        try (SocketChannel handshake = beginHandshake()) {
            first.signal("KILL");
            first.awaitExit(137);
            assertThat(handshake.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(programs.leftovers()).hasSize(3).endsWith("test.lock", "test.sock");
        assertThat(programs.leftovers().get(0)).startsWith("test.1.").endsWith(".segment");

        Program second = Partners.ready(programs, "server", "echo");
        assertThat(programs.leftovers()).containsExactly("test.lock", "test.sock");
        try (ShmoozeClient client = connect()) {
            assertThat(client.peer().pid()).isEqualTo(second.pid());
        }
        second.feed("close\n");
        second.awaitExit(0);
        assertThat(programs.leftovers()).containsExactly("test.lock");
    }

    /** At once, and not only with the next garbage collection, which is rare in a program that does little. */
    @ParameterizedTest
    @ValueSource(strings = {"--accept", "--room"})
    void shouldGiveBackTheMemoryOfClientsThatHaveLeft(String way) throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/maps")), "no /proc");
        String inbox = Files.createDirectory(programs.file("inbox")).toString();
        List<String> words = way.equals("--room") ? List.of(way) : List.of(way, inbox);
        Program server = programs.server(Stream.concat(words.stream(), Stream.of("--segment-size", "1M", "test"))
                .toArray(String[]::new)).start();
        Path file = Files.writeString(programs.file("file"), "z".repeat(100_000));
        for (int i = 0; i < 4; i++) {
            try (FileExchange files = new FileExchange(new RefusingFileListener());
                    ShmoozeClient client = ShmoozeClient.builder("test").directory(programs.directory())
                            .sessionListener(files)
                            .onMessage((session, message) -> files.onMessage(session, message)).connect()) {
                client.send("line " + i);
                client.send("x".repeat(3_000_000));
                if (way.equals("--accept")) {
                    FileTransfer sent = files.send(client, file, "file" + i);
                    assertThat(sent.await(Duration.ofSeconds(60))).isTrue();
                    assertThat(sent.state()).isEqualTo(TransferState.DONE);
                }
                client.flush(Duration.ofSeconds(60));
                assertThat(segments(String.valueOf(server.pid()))).isNotEmpty();
            }
        }
        Patience.until(() -> segments(String.valueOf(server.pid())).isEmpty());
    }

    /** Goes up to the server's answer: the segment's file exists, and the client has not mapped it. */
    private SocketChannel beginHandshake() throws IOException {
        SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(programs.directory().resolve("test.sock")));
        channel.write(ByteBuffer.wrap("HELLO version=1 pid=1 name=x max-message=1000\n"
                .getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(1024);
        while (answer.position() == 0 || answer.get(answer.position() - 1) != '\n') {
            assertThat(channel.read(answer)).isPositive();
        }
        assertThat(new String(answer.array(), StandardCharsets.US_ASCII)).startsWith("WELCOME ");
        return channel;
    }

    private ShmoozeClient connect() {
        return ShmoozeClient.builder(Partner.CHANNEL).directory(programs.directory()).connect();
    }

    /** How much of all mappings of segments is in memory. */
    private long residentKilobytes(String pid) throws IOException {
        long sum = 0;
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("/proc", pid, "smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                inside = isSegment(line);
            } else if (inside && line.startsWith("Rss:")) {
                sum += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return sum;
    }

    private boolean isSegment(String map) {
        return map.contains(programs.directory().toString()) && map.contains(".segment");
    }

    private List<String> segments(String pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", pid, "maps")).stream().filter(this::isSegment).toList();
    }

    /** The length of the mapped file, because the kernel maps whole pages. */
    private static long lengthOfFile(String pid, String line) throws IOException {
        Path file = Path.of("/proc", pid, "map_files", line.substring(0, line.indexOf(' ')));
        assumeTrue(Files.isReadable(file), "not permitted to look at " + file);
        return Files.size(file);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
