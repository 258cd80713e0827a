// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static io.shmooze.faults.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import io.shmooze.ProtocolException;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Task;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fault 22 of RELIABILITY.md's table. Files of the wrong owner, mode or size are refused. New files belong to their
 * owner alone, whatever the umask.
 */
@Timeout(120)
class WrongFilesSystemTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String SEGMENT = "t.1." + KEY + ".segment";

    @RegisterExtension
    final Programs programs = new Programs();

    @ParameterizedTest
    @CsvSource({"chown 65534, belongs to nobody", "chmod 666, can be written by others",
        "truncate -s 1024, holds something else"})
    void shouldRefuseALockFileThatIsWrong(String command, String complaint) throws IOException {
        SystemRequirements.requireRoot("files of the wrong owner");
        makeDirectory();
        Path lock = Files.createFile(programs.directory().resolve("t.lock"));
        Tools.run("sh", "-c", command + " " + lock);
        assertThatThrownBy(() -> ShmoozeServer.builder("t").directory(programs.directory()).start())
                .isInstanceOf(CannotCreateException.class).hasMessageContainingAll(lock.toString(), complaint);
        Files.delete(lock);
        ShmoozeServer.builder("t").directory(programs.directory()).start().close();
    }

    private void makeDirectory() throws IOException {
        Files.createDirectory(programs.directory(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** A hostile server names a segment that is not one. */
    @ParameterizedTest
    @CsvSource({"truncate -s 0, has 0 bytes", "truncate -s 512, has 512 bytes", "truncate -s 1025, has 1025 bytes",
        "truncate -s 1024, has version 0", "mkfifo, segment", "mkdir, segment", "ln -s /etc/passwd, segment"})
    void shouldRefuseASegmentThatIsNotWhatTheServerSays(String command, String complaint) throws Exception {
        makeDirectory();
        Path segment = programs.directory().resolve(SEGMENT);
        Tools.run("sh", "-c", command + " " + segment);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(programs.directory().resolve("t.sock")));
            Task<Void> welcome = Task.run(() -> welcome(server));
            assertThatThrownBy(() -> ShmoozeClient.builder("t").directory(programs.directory()).connect())
                    .isInstanceOf(ProtocolException.class).hasMessageContaining(complaint);
            welcome.result();
        }
        assertThat(Path.of("/etc/passwd")).isNotEmptyFile();
    }

    private static void welcome(ServerSocketChannel server) throws IOException {
        try (SocketChannel client = server.accept()) {
            client.read(ByteBuffer.allocate(1024));
            client.write(ByteBuffer.wrap(("WELCOME version=1 pid=1 name=x session=1 key=" + KEY + " segment=" + SEGMENT
                    + " length=1024 max-message=1000\n").getBytes(StandardCharsets.UTF_8)));
            assertThat(client.read(ByteBuffer.allocate(1))).as("the client hangs up").isEqualTo(-1);
        }
    }

    /** Not as root, which ignores modes: a mode that the umask removes must be set again. */
    @ParameterizedTest
    @ValueSource(strings = {"000", "777"})
    void shouldServeTheOwnerAloneWhateverTheUmask(String umask) throws IOException {
        OtherUser user = new OtherUser(programs, OtherUser.NOBODY);
        // Stops when the segment's file exists and the client does not know it yet.
        Program server = user.program("server", "t").by("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh")
                .with("JDK_JAVA_OPTIONS", "-Dshmooze.failpoint=SERVER_CREATED_SEGMENT:stop:1").start();
        server.awaitErrors("serving channel t");
        Program client = user.program("client", "t").start();
        Patience.until(() -> Files.readString(Path.of("/proc/" + server.pid() + "/stat")).contains(") T "));
        assertThat(programs.leftovers()).hasSize(3).anyMatch(name -> name.endsWith(".segment"));
        for (String name : programs.leftovers()) {
            assertThat(mode(programs.directory().resolve(name))).as(name).isEqualTo("rw-------");
        }
        assertThat(mode(programs.directory())).isEqualTo("rwx------");
        server.signal("CONT");
        client.feed("hello\n");
        server.awaitOutput("hello\n");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void shouldRefuseASocketThatMayNotBeWritten() throws IOException {
        OtherUser user = new OtherUser(programs, OtherUser.NOBODY);
        Program server = user.program("server", "t").start();
        server.awaitErrors("serving channel t");
        user.does("chmod 000 " + programs.directory() + "/t.sock");
        assertThat(refuses(77, user.program("client", "t"))).contains("Not permitted to connect to ");
    }
}
