// SPDX-License-Identifier: Apache-2.0
package io.shmooze.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.ProtocolException;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hostile client sends malformed file messages to a server that accepts every file. */
@Timeout(60)
class HostileFilesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long ID = 7;
    private static final byte[] NOTHING = new Digest().value();

    @TempDir
    Path scratch;
    private Path folder;
    private ShmoozeServer server;
    private ShmoozeClient client;
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(scratch.resolve("folder"));
        FileFolder taking = FileFolder.of(folder);
        FileExchange files = new FileExchange(new FileListener() {
            @Override
            public void onOffer(IncomingFile file) {
                file.accept(taking);
            }

            @Override
            public void onEnd(FileTransfer file) {
            }
        });
        server = ShmoozeServer.builder("t").directory(scratch.resolve("d")).onMessage(files::onMessage)
                .sessionListener(new SessionListener() {
                    @Override
                    public void onError(Session session, Throwable error) {
                        errors.add(error);
                    }
                }).start();
        client = ShmoozeClient.builder("t").directory(scratch.resolve("d")).connect();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        // Those that an accepted offer has started make files in the folder, which is removed now.
        Patience.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("shmooze-file-look")));
    }

    private void say(ByteBuffer message) {
        client.send(MessageKind.FILE, message);
    }

    private FileMessage answer() {
        return FileMessage.parse(client.receive(LONG).buffer());
    }

    private List<String> present() throws IOException {
        try (Stream<Path> all = Files.walk(scratch)) {
            return all.filter(Files::isRegularFile).map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock")).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "..", "/tmp/a", "a/b", ".a.shmooze-part", "a\u202eb", "a\0b"})
    void shouldRefuseANameThatLeavesTheFolder(String name) throws IOException {
        say(FileMessage.of(FileStep.OFFER, ID, 1, name));
        FileMessage answer = answer();
        assertThat(answer.step()).isEqualTo(FileStep.REFUSE);
        assertThat(answer.text()).startsWith("the name ");
        say(FileMessage.of(FileStep.BEGIN, ID, 0, NOTHING));
        say(FileMessage.of(FileStep.DATA, ID, 0, new byte[1]));
        client.flush(LONG);
        assertThat(present()).isEmpty();
    }

    @Test
    void shouldNotTakeMoreThanWasOffered() throws IOException {
        begin(10);
        say(FileMessage.of(FileStep.DATA, ID, 0, new byte[11]));
        assertThat(answer().text()).isEqualTo("bytes came that were not due");
        assertThat(present()).isEmpty();
    }

    @Test
    void shouldNotLeaveAHole() throws IOException {
        begin(10);
        say(FileMessage.of(FileStep.DATA, ID, 5, new byte[5]));
        assertThat(answer().step()).isEqualTo(FileStep.REFUSE);
        assertThat(present()).isEmpty();
    }

    @Test
    void shouldNotGiveTheNameToAFileWithAWrongHash() throws IOException {
        begin(10);
        say(FileMessage.of(FileStep.DATA, ID, 0, new byte[10]));
        say(FileMessage.of(FileStep.END, ID, 10, NOTHING));
        assertThat(answer().text()).isEqualTo("the SHA-256 is wrong");
        assertThat(present()).isEmpty();
    }

    @Test
    void shouldNotGiveTheNameToAFileThatIsShort() throws IOException {
        begin(10);
        say(FileMessage.of(FileStep.END, ID, 10, NOTHING));
        assertThat(answer().text()).isEqualTo("the SHA-256 is wrong");
        assertThat(present()).isEmpty();
    }

    @Test
    void shouldNotTakeMoreThanTheDiskHolds() throws IOException {
        say(FileMessage.of(FileStep.OFFER, ID, Long.MAX_VALUE, "a"));
        assertThat(answer().text()).isEqualTo("No space left on device");
        assertThat(present()).isEmpty();
    }

    @Test
    void shouldBoundTheNumberOfOffers() {
        for (int i = 0; i <= FileExchange.MAX_INCOMING; i++) {
            say(FileMessage.of(FileStep.OFFER, i, 1, "a" + i));
        }
        FileMessage answer = answer();
        while (answer.step() == FileStep.WANT) {
            answer = answer();
        }
        assertThat(answer.text()).isEqualTo("it takes 64 files at a time");
        assertThat(answer.transfer()).isEqualTo(FileExchange.MAX_INCOMING);
    }

    private void begin(long size) {
        say(FileMessage.of(FileStep.OFFER, ID, size, "a"));
        assertThat(answer().step()).isEqualTo(FileStep.WANT);
        say(FileMessage.of(FileStep.BEGIN, ID, 0, NOTHING));
    }

    @Test
    void shouldSurviveRandomMessages() throws Exception {
        Random random = new Random(Seed.of(getClass()));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 16 && random.nextInt(4) > 0) {
                bytes[0] = (byte) (1 + random.nextInt(8));
                Arrays.fill(bytes, 8, 16, (byte) random.nextInt(3));
                bytes[bytes.length - 1] = 'a';
            }
            say(ByteBuffer.wrap(bytes));
            client.drain((session, message) -> FileMessage.parse(message.buffer()));
        }
        client.flush(LONG);
        assertThat(errors).isNotEmpty().allMatch(error -> error instanceof ProtocolException);
        client.close();
        server.close();
        assertThat(present()).noneMatch(name -> !name.endsWith(".shmooze-part"));
    }
}
