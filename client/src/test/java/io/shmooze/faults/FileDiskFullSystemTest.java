// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A folder on a file system without enough room: both sides print one clear line, no part stays, and other transfers go
 * on. Files are written where the room is unknown.
 */
@Timeout(120)
class FileDiskFullSystemTest {
    private static final int SIZE = 1 << 20;
    private static final String SMALL = "tmpfs -o size=1m";
    /** Reports a size of 0 and has no limit. */
    private static final String UNKNOWN = "ramfs";
    private static final String MOUNT = "mount -t %s none '%s' && exec \"$@\"";
    private static final String FULL = "No space left on device\n";

    @RegisterExtension
    final Programs programs = new Programs();
    private Path folder;
    private Program server;

    @BeforeEach
    void makeFolder() throws IOException {
        SystemRequirements.requireRoot("a full disk");
        folder = Files.createDirectory(programs.file("folder"));
    }

    private void startOn(String fileSystem) {
        server = programs.server("--accept", folder.toString(), "t")
                .by("unshare", "-m", "sh", "-c", String.format(MOUNT, fileSystem, folder), "sh").start();
        server.awaitErrors("serving channel t");
    }

    private Program send(String name, int length) throws IOException {
        Path file = Files.write(programs.file(name), new byte[length]);
        return programs.bare("client", "send", "--directory", programs.directory().toString(), "--channel", "t",
                file.toString()).start();
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(Path.of("/proc/" + server.pid() + "/root" + folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldWriteWhereTheFreeSpaceIsUnknown() throws IOException {
        startOn(UNKNOWN);
        send("large", SIZE + 1).awaitExit(0);
        assertThat(files()).containsExactly("large");
    }

    @Test
    void shouldRefuseAFileThatDoesNotFit() throws IOException {
        startOn(SMALL);
        Program client = send("large", SIZE + 1);
        client.awaitExit(1);
        assertThat(client.errors()).endsWith("Not sent: large (1.0 MB) to " + server.pid() + ", refused: " + FULL);
        server.awaitErrors("Not received: large (1.0 MB) from " + client.pid() + ", refused: " + FULL);
        assertThat(files()).isEmpty();
        send("small", SIZE / 2).awaitExit(0);
        assertThat(files()).containsExactly("small");
    }

    /** Each of two files has room, but not both together. Both fail if neither has given up when the other does. */
    @Test
    void shouldGiveUpWhenTheDiskBecomesFull() throws IOException {
        startOn(SMALL);
        server.signal("STOP");
        List<Program> clients = List.of(send("a", SIZE * 3 / 4), send("b", SIZE * 3 / 4));
        server.signal("CONT");
        int failed = 0;
        for (Program client : clients) {
            Patience.until(() -> !client.isAlive());
            failed += client.errors().endsWith(FULL) ? 1 : 0;
        }
        assertThat(failed).isPositive();
        assertThat(files()).hasSize(2 - failed).doesNotContain(".a.shmooze-part", ".b.shmooze-part");
        assertThat(server.errors().lines().filter(line -> line.endsWith("device"))).hasSize(failed);
    }
}
