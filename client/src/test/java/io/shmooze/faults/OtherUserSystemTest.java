// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static io.shmooze.faults.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 23 of RELIABILITY.md's table. Another user cannot attach, squat, read or remove anything. If both sides allow
 * that user, it can attach, and do no more.
 */
@Timeout(120)
class OtherUserSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();
    private OtherUser nobody;

    @BeforeEach
    void become() throws IOException {
        nobody = new OtherUser(programs, OtherUser.NOBODY);
    }

    @Test
    void shouldKeepAnotherUserOut() {
        Program server = programs.server("t").start();
        server.awaitErrors("serving channel t");
        List<String> files = programs.leftovers();
        for (String which : List.of("client", "server")) {
            assertThat(refuses(77, nobody.program(which, "t")))
                    .contains("The directory " + programs.directory() + " belongs to root, not to nobody");
            assertThat(refuses(77, nobody.program(which, "--allowed-users", "root", "t")))
                    .contains(which.equals("client") ? "Not permitted to connect to " : "belongs to root");
        }
        nobody.cannot("ls " + programs.directory());
        nobody.cannot("cat " + programs.directory() + "/t.lock");
        nobody.cannot("rm -f " + programs.directory() + "/t.sock");
        nobody.cannot("touch " + programs.directory() + "/t.1.segment");
        nobody.cannot("kill -0 " + server.pid());
        assertThat(programs.leftovers()).isEqualTo(files);
        Program client = programs.client("t").start();
        client.feed("undisturbed\n");
        server.awaitOutput("undisturbed\n");
    }

    @Test
    void shouldLetInOnlyTheUserThatBothSidesAllow() throws IOException {
        Program server = programs.server("--allowed-users", "nobody", "t").start();
        server.awaitErrors("serving channel t");
        OtherUser daemon = new OtherUser(programs, OtherUser.DAEMON);
        assertThat(refuses(77, daemon.program("client", "t"))).contains("belongs to root, not to daemon");
        assertThat(refuses(77, daemon.program("client", "--allowed-users", "root", "t")))
                .contains("The server refused: ", "does not allow the user daemon");
        Program client = nobody.program("client", "--allowed-users", "root", "t").start();
        client.feed("allowed\n");
        server.awaitOutput("allowed\n");
        assertThat(server.errors()).contains("pid " + client.pid() + " (unverified, user nobody) joined");
        nobody.cannot("ls " + programs.directory());
        nobody.cannot("cat " + programs.directory() + "/t.lock");
        nobody.cannot("rm -f " + programs.directory() + "/t.sock");
        nobody.cannot("touch " + programs.directory() + "/t.1.segment");
    }

    @Test
    void shouldNotServeInADirectoryThatAnotherUserCanReplace() {
        nobody.does("mkdir -m 700 " + programs.directory());
        assertThat(refuses(77, programs.server("--allowed-users", "nobody", "t")))
                .contains("The directory " + programs.directory() + " belongs to nobody, not to root");
    }
}
