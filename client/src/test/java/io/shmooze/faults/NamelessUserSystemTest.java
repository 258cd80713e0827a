// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** User ids without names, as in containers that run as any user. */
@Timeout(120)
class NamelessUserSystemTest {
    /** Larger than the ids that systems assign; no other test uses them at the same time. */
    private static final int FIRST = 2_000_000 + 2 * (int) (ProcessHandle.current().pid() % 1_000_000);

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldHaveADirectoryEach() throws IOException {
        for (int id : List.of(FIRST, FIRST + 1)) {
            OtherUser user = new OtherUser(programs, id);
            Path directory = Path.of("/dev/shm/shmooze-" + id);
            try {
                Program server = user.bare(List.of(), "server", List.of("--exit-when-alone")).start();
                server.awaitErrors("serving channel chat in " + directory + ", pid ");
                Program client = user.bare(List.of(), "client", List.of()).fromNothing().start();
                client.awaitErrors("user " + id + ")");
                client.awaitExit(0);
                server.endInput();
                server.awaitExit(0);
            } finally {
                Files.deleteIfExists(directory.resolve("chat.lock"));
                Files.deleteIfExists(directory);
            }
        }
    }

    @Test
    void shouldLeaveNoFolderOfAnUnknownHome() throws IOException {
        Path folder = Files.createDirectory(programs.file("here"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> there = List.of("sh", "-c", "cd " + folder + "; exec \"$@\"", "sh", "env", "-u", "XDG_CACHE_HOME",
                "JDK_JAVA_OPTIONS=-Duser.home=?");
        Program program = new OtherUser(programs, FIRST).bare(there, "client", List.of("qt-status")).start();
        program.awaitExit(0);
        try (var made = Files.list(folder)) {
            assertThat(made).isEmpty();
        }
    }
}
