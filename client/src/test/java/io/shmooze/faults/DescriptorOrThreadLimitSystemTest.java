// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static io.shmooze.faults.Refusals.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 18 of RELIABILITY.md's table. A server that gets no more descriptors or threads goes on serving its clients,
 * and takes new ones when it gets some again.
 */
@Timeout(120)
class DescriptorOrThreadLimitSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();
    private OtherUser user;
    private Program server;
    private Program attached;

    /** Runs as another user, because the limit of threads does not hold for root. */
    @BeforeEach
    void attach() throws IOException {
        user = new OtherUser(programs, OtherUser.NOBODY);
        server = user.program("server", "t").start();
        attached = user.program("client", "t").start();
        server.awaitErrors(" joined");
    }

    @Test
    void shouldRefuseClientsWithoutDescriptors() throws IOException {
        long before = descriptors();
        limit("nofile=3");
        refusesAClient();
        limit("nofile=1024");
        Program next = servesTheNext();
        next.endInput();
        next.awaitExit(0);
        Patience.until(() -> descriptors() <= before);
    }

    @Test
    void shouldRefuseClientsWithoutThreads() {
        limit("nproc=1");
        refusesAClient();
        limit("nproc=1024");
        servesTheNext();
        assertThat(server.errors().lines().filter(line -> line.contains("unable to create native thread")))
                .as("reported once, however often it happens").hasSize(1);
    }

    /** Sets the soft limit, which the user can raise again. */
    private void limit(String limit) {
        Tools.run("setpriv", "--reuid=" + OtherUser.NOBODY, "--regid=" + OtherUser.NOBODY, "--clear-groups",
                "prlimit", "--pid", String.valueOf(server.pid()), "--" + limit + ":");
    }

    private void refusesAClient() {
        assertThat(refuses(69, user.program("client", "--connect-timeout", "500ms", "t")))
                .startsWith("shmooze-client: ").containsAnyOf("handshake", "Cannot attach to ");
        attached.feed("undisturbed\n");
        server.awaitOutput("undisturbed\n");
        server.feed("both ways\n");
        attached.awaitOutput("both ways\n");
    }

    private Program servesTheNext() {
        Program next = user.program("client", "t").start();
        next.feed("served\n");
        server.awaitOutput("served\n");
        assertThat(server.errors()).doesNotContain(" left", " died");
        return next;
    }

    private long descriptors() throws IOException {
        try (var files = Files.list(Path.of("/proc", String.valueOf(server.pid()), "fd"))) {
            return files.count();
        }
    }
}
