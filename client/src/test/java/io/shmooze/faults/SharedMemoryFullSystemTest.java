// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 17 of RELIABILITY.md's table. A file system of two pages, in a mount namespace of the server's own: there is
 * one clear line when a third page is needed.
 */
@Timeout(120)
class SharedMemoryFullSystemTest {
    private static final String MOUNT = "mount -t tmpfs -o size=8k,mode=700 tmpfs '%1$s' && %2$s exec \"$@\"";
    private static final int LONG_LINE = 20_000;
    private static final String FULL = "No space left on device";

    @RegisterExtension
    final Programs programs = new Programs();

    @BeforeEach
    void makeTheMountPoint() throws IOException {
        SystemRequirements.requireRoot("a full file system");
        Files.createDirectory(programs.directory());
    }

    @Test
    void shouldReportThatThereIsNoRoomForTheServer() {
        Program server = on("head -c 8192 /dev/zero > '%s/fill';").fromNothing().start();
        server.awaitExit(73);
        assertThat(server.output()).isEmpty();
        assertThat(server.errors().lines()).hasSize(1);
        assertThat(server.errors()).startsWith("shmooze-server: Cannot lock ").contains(FULL);
    }

    @Test
    void shouldRefuseAClientThatThereIsNoRoomForAndServeTheOthers() throws IOException {
        // The lock file has one page, and so has the segment of each client, whose name is removed.
        Program server = on("").start();
        server.awaitErrors("serving channel t");
        Program first = client(server).start();
        server.awaitErrors(" joined");
        Program second = client(server).fromNothing().start();
        second.awaitExit(73);
        assertThat(second.errors().lines()).hasSize(1);
        assertThat(second.errors()).startsWith("shmooze-client: The server refused: Cannot create ").contains(FULL);
        assertThat(server.errors().lines().filter(line -> line.contains(FULL))).singleElement().asString()
                .startsWith("shmooze-server: Cannot serve a client on channel 't': Cannot create ");
        assertThat(files(server)).containsExactly("t.lock", "t.sock");
        first.feed("undisturbed\n");
        server.awaitOutput("undisturbed\n");

        Tools.run("nsenter", "-m", "-t", String.valueOf(server.pid()), "mount", "-o", "remount,size=64k",
                programs.directory().toString());
        Program third = client(server).start();
        third.feed("room again\n");
        server.awaitOutput("room again\n");
    }

    @Test
    void shouldPassLongMessagesThroughTheSegmentWhenThereIsNoMemoryForABulkArea() {
        Program server = on("").start();
        server.awaitErrors("serving channel t");
        Program client = client(server).start();
        server.awaitErrors(" joined");
        String up = "u".repeat(LONG_LINE);
        client.feed(up + "\n");
        server.awaitOutput(up + "\n");
        String down = "d".repeat(LONG_LINE);
        server.feed(down + "\n");
        client.awaitOutput(down + "\n");
        client.feed("still open\n");
        server.awaitOutput("still open\n");
    }

    private ProgramStart on(String first) {
        String directory = programs.directory().toString();
        String script = String.format(MOUNT, directory, String.format(first, directory));
        return programs.server("t").by("unshare", "-m", "sh", "-c", script, "sh");
    }

    private ProgramStart client(Program server) {
        return programs.client("t").by("nsenter", "-m", "-t", String.valueOf(server.pid()));
    }

    private List<String> files(Program server) throws IOException {
        try (var files = Files.list(Path.of("/proc/" + server.pid() + "/root" + programs.directory()))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
