// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.SessionState;
import io.shmooze.testing.OneQtTestAtATime;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server takes over from a killed one: its clients have attached before it, so nothing was recorded of them. */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(120)
class QtTakeOverSystemTest {
    @RegisterExtension
    final QtRig rig = new QtRig();

    @ParameterizedTest
    @EnumSource
    void shouldKnowWhichProcessIsThereAndHowLargeTheSegmentIs(QtVersion version) {
        rig.segmentSize(4096);
        Program killed = rig.chat(version, QtEnd.SERVER, "lines");
        Program client = rig.chat(version, QtEnd.CLIENT, "lines");
        kill(killed);
        QtMailbox server = rig.open(rig.mailbox(QtEnd.SERVER).segmentSize(100));
        Patience.until(() -> server.state() == SessionState.OPEN);
        assertThat(server.peer().pid()).isEqualTo(client.pid());
        assertThat(server.segmentSize()).isEqualTo(4096);
        server.send("x".repeat(4096));
        client.awaitOutput("got " + "x".repeat(4096) + "\n");
        client.endInput();
        client.awaitExit(0);
        rig.qtLeaves();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowOneOfSeveral(QtVersion version) {
        Program killed = rig.chat(version, QtEnd.SERVER, "lines");
        List<Program> clients = List.of(rig.chat(version, QtEnd.CLIENT, "ask"), rig.chat(version, QtEnd.CLIENT, "ask"));
        kill(killed);
        QtMailbox server = rig.open(rig.mailbox(QtEnd.SERVER));
        Patience.until(() -> server.state() == SessionState.OPEN);
        assertThat(clients.stream().map(Program::pid)).contains(server.peer().pid());
        clients.forEach(client -> {
            client.endInput();
            client.awaitExit(0);
        });
        rig.qtLeaves();
    }

    private static void kill(Program program) {
        program.signal("KILL");
        program.awaitExit(137);
    }
}
