// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.client.ChildJvms;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fault 34 of RELIABILITY.md's table. Clients that come and go, each with a segment of 16 MB, on a file system of 128
 * MB: the memory of those that have left is there again at once, and not only after a garbage collection. That is about
 * JDKs before 22, on which a view that the application was given keeps the segment mapped.
 */
@Timeout(120)
class SegmentsGivenBackSystemTest {
    private static final String MOUNT = "mount -t tmpfs -o size=128m,mode=700 tmpfs '%s' && exec \"$@\"";
    private static final int CLIENTS = 40;
    /** As many as the file system has room for at a time. */
    private static final int TOGETHER = 7;
    private static final long ONE_SEGMENT = 16 << 20;

    @RegisterExtension
    final Programs programs = new Programs();

    @BeforeEach
    void makeTheMountPoint() throws IOException {
        SystemRequirements.requireRoot("a small file system");
        Files.createDirectory(programs.directory());
    }

    @ParameterizedTest
    @CsvSource({
        "TEXT, CLIENT_CLOSES", "COPY, CLIENT_CLOSES", "BYTES, CLIENT_CLOSES", "BUFFER, CLIENT_CLOSES",
        "KEPT_BUFFER, CLIENT_CLOSES", "BUFFER, SERVER_CLOSES", "KEPT_BUFFER, SERVER_CLOSES"})
    void shouldGiveBackTheSegmentsOfAnEmbeddingServer(Viewing.Way way, Viewing.Ending ending) throws IOException {
        Program server = mounted(viewing("server", way, ending));
        server.awaitOutput("serving");
        clients(server, way, ending, CLIENTS, 2).awaitExit(0);
        assertAllIsGivenBack(server);
        server.feed("\n");
        server.awaitOutput("looked at " + (way == Viewing.Way.KEPT_BUFFER ? 2 * CLIENTS : 0));
        assertThat(server.errors()).doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource({"TEXT", "BUFFER", "KEPT_BUFFER"})
    void shouldGiveBackTheSegmentsOfKilledClients(Viewing.Way way) throws IOException {
        Program server = mounted(viewing("server", way, Viewing.Ending.CLIENT_IS_KILLED));
        server.awaitOutput("serving");
        for (int i = 0; i < 2; i++) {
            Program clients = clients(server, way, Viewing.Ending.CLIENT_IS_KILLED, TOGETHER, 2);
            clients.awaitOutput("visited");
            clients.kill();
            assertAllIsGivenBack(server);
        }
    }

    @Test
    void shouldGiveBackTheSegmentsOfTheProgram() throws IOException {
        Program server = mounted(programs.server(Viewing.CHANNEL, "--segment-size", "16M"));
        server.awaitErrors("serving channel");
        clients(server, Viewing.Way.BUFFER, Viewing.Ending.CLIENT_CLOSES, CLIENTS, 0).awaitExit(0);
        assertAllIsGivenBack(server);
    }

    private Program mounted(ProgramStart server) {
        return server.by("unshare", "-m", "sh", "-c", String.format(MOUNT, programs.directory()), "sh").start();
    }

    private Program clients(Program server, Viewing.Way way, Viewing.Ending ending, int count, int answers) {
        return viewing("clients", way, ending, String.valueOf(count), String.valueOf(answers))
                .by("nsenter", "-m", "-t", String.valueOf(server.pid())).start();
    }

    private ProgramStart viewing(String role, Viewing.Way way, Viewing.Ending ending, String... more) {
        String[] arguments = new String[4 + more.length];
        arguments[0] = role;
        arguments[1] = programs.directory().toString();
        arguments[2] = way.name();
        arguments[3] = ending.name();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return ChildJvms.prepare(programs, Viewing.class, arguments);
    }

    private void assertAllIsGivenBack(Program server) throws IOException {
        FileStore store = Files.getFileStore(Path.of("/proc/" + server.pid() + "/root" + programs.directory()));
        Patience.until(() -> store.getTotalSpace() - store.getUnallocatedSpace() < ONE_SEGMENT);
    }
}
