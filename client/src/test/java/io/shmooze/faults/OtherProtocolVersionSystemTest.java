// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Task;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fault 32 of RELIABILITY.md's table. One side speaks another version of the protocol: the side that finds out names
 * both versions.
 */
@Timeout(120)
class OtherProtocolVersionSystemTest {
    private static final String BY_SERVER = "the server speaks version 1 of the protocol, and the client version ";

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldRefuseAnotherClient() throws Exception {
        Program server = programs.server(Target.CHANNEL).start();
        server.awaitErrors("serving channel");
        for (int version : new int[] {0, 2, Integer.MAX_VALUE}) {
            try (RawConnection connection = RawConnection.connect(programs.directory())) {
                assertThat(connection.say(RawClient.HELLO.replace("=1 pid", "=" + version + " pid")).hear())
                        .isEqualTo("REFUSED version " + BY_SERVER + version);
                assertThat(connection.hear()).isNull();
            }
        }
        Program client = programs.client(Target.CHANNEL).start();
        client.feed("still there\n");
        server.awaitOutput("still there\n");
        assertThat(programs.leftovers()).containsExactly("test.lock", "test.sock");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldNotTakeAnotherServersWelcome(int version) throws Exception {
        try (RawServer server = new RawServer(programs.directory())) {
            server.version = version;
            assertThat(refused(server)).isEqualTo("shmooze-client: The server speaks version " + version
                    + " of the protocol, and this client version 1\n");
        }
    }

    @Test
    void shouldNotTakeAnotherServersSegment() throws Exception {
        try (RawServer server = new RawServer(programs.directory())) {
            server.segmentVersion = 2;
            assertThat(refused(server))
                    .isEqualTo("shmooze-client: The segment of 1024 bytes has version 2, expected 1\n");
        }
    }

    @Test
    void shouldReportTheRefusalOfAnotherServer() throws Exception {
        try (RawServer server = new RawServer(programs.directory())) {
            Task<Void> refusing = Task.run(() -> {
                try (RawConnection connection = server.hello()) {
                    connection.say("REFUSED version the server speaks version 2 of the protocol, and the client"
                            + " version 1");
                }
            });
            Program client = programs.client(Target.CHANNEL).fromNothing().start();
            client.awaitExit(1);
            refusing.result();
            assertThat(client.errors()).isEqualTo("shmooze-client: The server refused: the server speaks version 2 of"
                    + " the protocol, and the client version 1\n");
        }
    }

    private String refused(RawServer server) throws Exception {
        Task<Void> accepting = Task.run(
                () -> assertThatThrownBy(server::accept).isInstanceOf(IOException.class).hasMessage("The client left"));
        Program client = programs.client(Target.CHANNEL).fromNothing().start();
        client.awaitExit(1);
        accepting.result();
        return client.errors();
    }
}
