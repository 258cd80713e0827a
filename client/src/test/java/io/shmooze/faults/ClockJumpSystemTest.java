// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shmooze.client.ChildJvms;
import io.shmooze.client.Partner;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 13 of RELIABILITY.md's table. The wall clock of a process jumps while it waits. libfaketime makes it jump, and
 * leaves the monotonic clock alone.
 */
@Timeout(120)
class ClockJumpSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldWaitAsLongAsToldWhenTheWallClockJumps() throws IOException {
        Path clock = Files.writeString(programs.file("clock"), "+0");
        try (ShmoozeServer server =
                     ShmoozeServer.builder(Partner.CHANNEL).directory(programs.directory()).start()) {
            Program client = ChildJvms.prepare(programs, WaitingClient.class,
                    programs.directory().toString(), "1500", clock.toString())
                    .with("LD_PRELOAD", library().toString())
                    .with("FAKETIME_DONT_FAKE_MONOTONIC", "1").with("FAKETIME_NO_CACHE", "1")
                    .with("FAKETIME_TIMESTAMP_FILE", clock.toString()).start();
            client.awaitOutput("ready");
            jump(client, 24);
            jump(client, -24);
            assertThat(server.sessions()).as("attached, as before").hasSize(2);
            removeFilesOfTheLibrary(client.pid());
        }
    }

    /** The library itself removes them only at the end of a process that is not killed. */
    private static void removeFilesOfTheLibrary(long pid) throws IOException {
        Files.deleteIfExists(Path.of("/dev/shm/faketime_shm_" + pid));
        Files.deleteIfExists(Path.of("/dev/shm/sem.faketime_sem_" + pid));
    }

    /** Lets the clock jump while the client waits. */
    private static void jump(Program client, int hours) {
        client.feed(hours + "\n");
        client.awaitOutput("done " + hours);
        assertThat(client.output().lines()).contains("receive returned true " + hours,
                "flush SessionTimeoutException true " + hours, "respond UnresponsiveException true " + hours,
                "connect UnavailableException true " + hours);
    }

    private static Path library() throws IOException {
        Path lib = Path.of("/usr/lib");
        try (var found = Files.find(lib, 4, (path, attributes) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
            Path library = found.findFirst().orElse(null);
            if (library == null) {
                System.err.println("SKIPPED, for lack of libfaketime (package faketime): jumps of the wall clock");
            }
            assumeTrue(library != null, "There is no libfaketime");
            return library;
        }
    }
}
