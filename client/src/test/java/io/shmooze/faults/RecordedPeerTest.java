// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A peer of the protocol's first form, which names no features, gets the bytes of the first form. Both sides of that
 * conversation were recorded; pids and keys are put in for PID and KEY.
 */
@Timeout(120)
class RecordedPeerTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String HELLO = "HELLO version=1 pid=4712 name=old max-message=100000";
    private static final String WELCOME = "WELCOME version=1 pid=PID name=new session=1 key=KEY "
            + "segment=test.1.KEY.segment length=1024 max-message=16777216 serves=messages";
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final int LENGTH = 1024;
    private static final int TO_CLIENT = 384;
    private static final int TO_SERVER = 704;
    private static final int SERVER_ACKNOWLEDGED = 128;
    private static final int CLIENT_ACKNOWLEDGED = 256;

    /** The text "hello", an empty binary message, and 150 bytes of binary in two frames. */
    private static final String SHORT_FRAMES = "0500000007000000" + "68656c6c6f000000" + "0000000007010100";
    private static final String LONG_BEGIN = "9000000003010200" + "78".repeat(144);
    private static final String LONG_END = "0600000005010300" + "78".repeat(6);
    private static final String ACKNOWLEDGED = "c000000000000000";
    private static final int END_OF_FRAMES = 192;

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldServeARecordedClient() throws Exception {
        try (ShmoozeServer server = ShmoozeServer.builder(Target.CHANNEL).directory(programs.directory()).name("new")
                .start(); RawConnection line = RawConnection.connect(programs.directory())) {
            String welcome = line.say(HELLO).hear();
            String key = RawConnection.value(welcome, "key");
            String pid = String.valueOf(ProcessHandle.current().pid());
            assertThat(welcome).isEqualTo(WELCOME.replace("PID", pid).replace("KEY", key));
            Path path = programs.directory().resolve("test.1." + key + ".segment");
            try (FileChannel file = open(path);
                    RawConnection bell = RawConnection.connect(programs.directory()).say("BELL session=1 key=" + key)) {
                assertThat(file.size()).isEqualTo(LENGTH);
                assertThat(read(file, 0, 16)).isEqualTo("0100000000040000" + "53484d4f4f5a4500");
                assertThat(read(file, 32, 96)).isEqualTo("6812000000000000" + "4001000000000000" + "00".repeat(80));
                assertThat(line.say("ATTACHED").hear()).isEqualTo("READY");
                converse(server.accept(LONG), file, bell, TO_SERVER, SERVER_ACKNOWLEDGED, TO_CLIENT);
            }
        }
    }

    @Test
    void shouldUseARecordedServer() throws Exception {
        Files.createDirectory(programs.directory(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path path = programs.directory().resolve("test.1." + KEY + ".segment");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(programs.directory().resolve("test.sock")));
            Task<ShmoozeClient> connecting = Task.call(() -> ShmoozeClient.builder(Target.CHANNEL)
                    .directory(programs.directory()).name("new").reconnectTimeout(Duration.ZERO).connect());
            try (RawConnection line = new RawConnection(socket.accept()); FileChannel file = create(path)) {
                // What follows names features, which a server of the first form ignores.
                assertThat(line.hear()).startsWith("HELLO version=1 pid=" + ProcessHandle.current().pid()
                        + " name=new max-message=16777216");
                line.say(WELCOME.replace("PID", "4711").replace("KEY", KEY));
                assertThat(line.hear()).isEqualTo("ATTACHED");
                RawConnection bell = new RawConnection(socket.accept());
                assertThat(bell.hear()).isEqualTo("BELL session=1 key=" + KEY);
                line.say("READY");
                converse(connecting.result(), file, line, TO_CLIENT, CLIENT_ACKNOWLEDGED, TO_SERVER);
                connecting.result().close();
                bell.close();
            }
        }
    }

    /** The recorded peer sends its frames, gets the same, and leaves without acknowledging them. */
    private static void converse(Session session, FileChannel file, RawConnection bell, int in, int acknowledged,
                                 int out) throws IOException {
        write(file, in, SHORT_FRAMES + LONG_BEGIN + LONG_END);
        bell.channel.write(ByteBuffer.wrap(new byte[1]));
        assertThat(session.receive(LONG).text()).isEqualTo("hello");
        assertThat(session.receive(LONG).length()).isZero();
        assertThat(session.receive(LONG).text()).isEqualTo("x".repeat(150));
        assertThat(read(file, acknowledged, 8)).isEqualTo(ACKNOWLEDGED);

        session.send("hello");
        session.send(MessageKind.BINARY, ByteBuffer.allocate(0));
        session.send(MessageKind.BINARY, ByteBuffer.wrap("x".repeat(150).getBytes()));
        String frames = SHORT_FRAMES + LONG_BEGIN + LONG_END;
        assertThat(read(file, out, frames.length() / 2)).isEqualTo(frames);
        assertThat(read(file, out + END_OF_FRAMES, 320 - END_OF_FRAMES)).isEqualTo("00".repeat(320 - END_OF_FRAMES));
        assertThat(file.size()).isEqualTo(LENGTH);
    }

    private static FileChannel create(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        file.write(ByteBuffer.allocate(LENGTH));
        write(file, 0, "0100000000040000" + "53484d4f4f5a4500" + "0100000000000000" + "6712000000000000"
                + "6812000000000000" + "4001000000000000");
        return file;
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void write(FileChannel file, int offset, String hex) throws IOException {
        file.write(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), offset);
    }

    private static String read(FileChannel file, int offset, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        assertThat(file.read(bytes, offset)).isEqualTo(count);
        return HexFormat.of().formatHex(bytes.array());
    }
}
