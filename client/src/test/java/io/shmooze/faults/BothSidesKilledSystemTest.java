// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.fault.FailPoint;
import io.shmooze.segment.Side;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Tools;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fault 8 of RELIABILITY.md's table. One command kills server and client, and no process is left that knows. */
@Timeout(120)
class BothSidesKilledSystemTest {
    @RegisterExtension
    final CrashFixture crash = new CrashFixture();

    @Test
    void shouldStartAgainWithoutAnExtraFileAfterTraffic() {
        Program server = crash.start(crash.command(Side.SERVER, List.of(), "open"));
        Program client = crash.start(crash.command(Side.CLIENT, List.of(), "open"));
        // Both wait for room in the middle of a message that is longer than the lane.
        server.feed("send sticky 20\nsend long 2000\n");
        client.feed("send sticky 20\nsend long 2000\n");
        server.awaitOutput("got sticky:20");
        client.awaitOutput("got sticky:20");

        kill(server, client);
        assertThat(crash.files()).containsExactly(CrashFixture.LOCK, CrashFixture.SOCKET);
        expectFreshStart();
    }

    @ParameterizedTest
    @EnumSource(value = FailPoint.class, names = {"SERVER_CREATED_SEGMENT", "SERVER_BEFORE_UNLINK", "CLIENT_MAPPED"})
    void shouldRemoveTheSegmentOfAHandshakeThatNobodyEnds(FailPoint point) {
        List<String> stopped = List.of(CrashFixture.armed(point, "stop", 1));
        boolean inServer = KillScenario.of(point).side == Side.SERVER;
        Program server = crash.start(crash.command(Side.SERVER, inServer ? stopped : List.of(), "open"));
        Program client = crash.start(crash.command(Side.CLIENT, inServer ? List.of() : stopped, "open"));
        server.awaitOutput("done open");
        Patience.until(() -> crash.files().stream().anyMatch(file -> file.endsWith(".segment")));

        kill(server, client);
        assertThat(crash.files()).hasSize(3);
        expectFreshStart();
    }

    private static void kill(Program server, Program client) {
        Tools.run("kill", "-9", Long.toString(server.pid()), Long.toString(client.pid()));
        server.awaitExit(CrashFixture.KILLED);
        client.awaitExit(CrashFixture.KILLED);
    }

    private void expectFreshStart() {
        Survivor server = crash.open(Side.SERVER);
        crash.expectGoodEnd(server, crash.open(Side.CLIENT));
    }
}
