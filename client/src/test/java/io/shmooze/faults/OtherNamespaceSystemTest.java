// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static io.shmooze.faults.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 23 of RELIABILITY.md's table. Processes share the directory and do not see each other's pids or users: each
 * still knows whether its peer lives.
 */
@Timeout(120)
class OtherNamespaceSystemTest {
    private static final String[] OTHER_PIDS = {"unshare", "-p", "-f", "--mount-proc"};

    @RegisterExtension
    final Programs programs = new Programs();

    @BeforeEach
    void check() {
        SystemRequirements.requireRoot("other pid and user namespaces");
    }

    @Test
    void shouldKnowWhetherAClientInAnotherPidNamespaceLives() {
        Program server = programs.server("t").start();
        Program client = programs.client("t").by(OTHER_PIDS).start();
        server.awaitErrors("pid 1 (unverified, user root) joined");
        client.feed("hello\n");
        server.awaitOutput("hello\n");
        client.awaitErrors("attached to pid " + server.pid());
        assertThat(programs.bare("client", "ls", "--directory", programs.directory().toString()).by(OTHER_PIDS)
                .fromNothing().start()).satisfies(inside -> {
                    inside.awaitExit(0);
                    assertThat(inside.output()).contains("t: a server that cannot be seen from here")
                            .doesNotContain("left by");
                });
        assertThat(server.errors()).doesNotContain(" died");
        killInside(client);
        server.awaitErrors("pid 1 (unverified, user root) died");
    }

    private static void killInside(Program program) {
        ProcessHandle java = ProcessHandle.of(program.pid()).orElseThrow().children().findFirst().orElseThrow();
        java.destroyForcibly();
    }

    @Test
    void shouldCleanUpNothingOfAServerInAnotherPidNamespace() {
        Program server = programs.server("t").by(OTHER_PIDS).start();
        server.awaitErrors("serving channel t");
        Program client = programs.client("t").start();
        client.awaitErrors("attached to pid 1");
        List<String> files = programs.leftovers();
        assertThat(refuses(73, programs.server("t"))).contains("served already, by process 1:");
        // This server cannot tell which process it is; neither can its JVM, which complains about a file of its own.
        Program third = programs.server("t").by(OTHER_PIDS).fromNothing().start();
        third.awaitExit(73);
        assertThat(third.errors()).contains("served already");
        assertThat(programs.leftovers()).isEqualTo(files);
        client.feed("undisturbed\n");
        server.awaitOutput("undisturbed\n");

        killInside(server);
        client.awaitErrors("reconnecting: ");
        Program next = programs.server("t").start();
        client.awaitErrors("reconnected to pid " + next.pid());
        client.feed("next\n");
        next.awaitOutput("next\n");
    }

    @Test
    void shouldServeTheSameUserInAnotherUserNamespaceAndNobodyElse() throws IOException {
        Program server = programs.server("t").by("unshare", "-U", "-r").start();
        server.awaitErrors("serving channel t");
        Program client = programs.client("t").start();
        client.feed("same user\n");
        server.awaitOutput("same user\n");
        OtherUser nobody = new OtherUser(programs, OtherUser.NOBODY);
        assertThat(refuses(77, nobody.program("client", "t"))).contains(programs.directory().toString());
        // Inside the namespace all other users have one id, and without a map so has the user itself.
        assertThat(refuses(77, nobody.programBy(List.of("unshare", "-U", "-r"), "client", "t")))
                .contains("belongs to nobody, not to root");
        assertThat(refuses(77, nobody.programBy(List.of("unshare", "-U"), "client", "t")))
                .contains("Not permitted to connect to " + programs.directory());
        client.endInput();
        client.awaitExit(0);
        Patience.until(() -> server.errors().contains(" left"));
    }
}
