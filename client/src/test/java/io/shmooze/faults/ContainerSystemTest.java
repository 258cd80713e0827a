// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.ProgramStart;
import io.shmooze.testing.Programs;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What CONTAINERS.md promises of two containers with one volume, with everything but the image. */
@Timeout(120)
class ContainerSystemTest {
    private static final int NAMELESS = 2_345_678;
    /** A root of its own, which is read-only, but for the volume; and pids of its own. */
    private static final String CONTAINER = "cd '%1$s' && mkdir -p root && mount --bind . . && cd '%1$s' && "
            + "mount --rbind / root && mount -o remount,ro,bind root && "
            + "! touch root/written 2>/dev/null && exec chroot root \"$@\"";

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldTalkBetweenTwoContainersWithOneVolume() throws IOException {
        OtherUser user = new OtherUser(programs, NAMELESS);
        Program server = contained(user.program("server", "t")).start();
        server.awaitErrors("serving channel t in " + programs.directory() + ", pid 1\n");
        assertThat(server.errors())
                .contains("Ignoring environment variables that are not settings: SHMOOZE_SERVER_PORT\n");
        Program client = contained(user.program("client", "t")).start();
        server.awaitErrors("pid 1 (unverified, user " + NAMELESS + ") joined");
        String line = "x".repeat(1_000_000);
        client.feed(line + "\n");
        server.awaitOutput(line + "\n");
        client.endInput();
        client.awaitExit(0);
        server.awaitErrors("pid 1 (unverified, user " + NAMELESS + ") left");
    }

    private ProgramStart contained(ProgramStart program) {
        String volume = programs.directory().getParent().toString();
        return program.by("unshare", "-m", "-p", "-f", "--mount-proc", "sh", "-c", CONTAINER.formatted(volume), "sh")
                .with("SHMOOZE_SERVER_PORT", "tcp://10.0.0.1:80");
    }
}
