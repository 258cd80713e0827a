// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import io.shmooze.ProtocolException;
import io.shmooze.UnavailableException;
import io.shmooze.client.ClientBuilder;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ServerBuilder;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Unfinished handshakes do not count as clients: they make a server busy, but never full. */
@Timeout(120)
class UnfinishedHandshakeTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    /** From the protocol's document. */
    private static final int MOST_UNFINISHED = 64;

    @RegisterExtension
    final Programs programs = new Programs();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private String welcome;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private ServerBuilder server() {
        return ShmoozeServer.builder(Target.CHANNEL).directory(programs.directory());
    }

    private ShmoozeServer start(ServerBuilder builder) {
        ShmoozeServer server = builder.start();
        opened.add(0, server);
        return server;
    }

    private ClientBuilder client(Duration timeout) {
        return ShmoozeClient.builder(Target.CHANNEL).directory(programs.directory()).connectTimeout(timeout);
    }

    private ShmoozeClient connect(Duration timeout) {
        ShmoozeClient client = client(timeout).connect();
        opened.add(0, client);
        return client;
    }

    /** Goes up to WELCOME, and returns it. */
    private String beginHandshake(RawConnection connection) throws IOException {
        return RawClient.ask(connection, String.format(RawClient.HELLO, "half"), "WELCOME ");
    }

    private RawConnection connection() throws IOException {
        RawConnection connection = RawConnection.connect(programs.directory());
        opened.add(connection);
        return connection;
    }

    @Test
    void shouldMakeAClientWaitUntilTheyAreGone() throws Exception {
        start(server());
        List<RawConnection> unfinished = new ArrayList<>();
        for (int i = 0; i < MOST_UNFINISHED; i++) {
            unfinished.add(connection());
            beginHandshake(unfinished.get(i));
        }
        RawClient.ask(connection(), String.format(RawClient.HELLO, "next"), "REFUSED busy ");
        Task<ShmoozeClient> waiting = Task.call(() -> connect(LONG));
        assertThatThrownBy(() -> connect(Duration.ZERO)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("the server is busy: " + MOST_UNFINISHED + " handshakes are unfinished");
        assertThat(waiting.isDone()).isFalse();
        for (RawConnection connection : unfinished) {
            connection.close();
        }
        waiting.result().flush(LONG);
    }

    @Test
    void shouldNotCountAsTheOnlyClient() throws Exception {
        start(server().maxClients(1));
        RawConnection connection = connection();
        welcome = beginHandshake(connection);
        ShmoozeClient client = connect(LONG);
        client.flush(LONG);
        connection().say(RawClient.bell(welcome));
        RawClient.ask(connection, "ATTACHED", "REFUSED full the channel 'test' is full, its limit is 1");
        assertThatThrownBy(() -> connect(LONG)).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("is full, its limit is 1");
        assertThat(programs.leftovers()).containsExactly("test.lock", "test.sock");
        client.close();
        welcomed();
    }

    @Test
    void shouldNotCountAClientThatLeavesAtTheEndOfItsHandshake() throws Exception {
        ShmoozeServer server = start(server().maxClients(1));
        for (int i = 0; i < 10; i++) {
            try (RawConnection connection = welcomed(); RawConnection bell = connection()) {
                bell.say(RawClient.bell(welcome));
                connection.say("ATTACHED");
            }
        }
        welcomed();
        Patience.until(() -> server.sessions().isEmpty());
    }

    /** Gets WELCOME as soon as the last client has left; keeps the answer. */
    private RawConnection welcomed() {
        RawConnection[] welcomed = new RawConnection[1];
        Patience.until(() -> {
            welcomed[0] = connection();
            welcome = welcomed[0].say(String.format(RawClient.HELLO, "half")).hear();
            return !welcome.startsWith("REFUSED full ");
        });
        assertThat(welcome).startsWith("WELCOME ");
        return welcomed[0];
    }

    @Test
    void shouldReportABusyServerAndNotTheShortLastAttempt() throws Exception {
        try (RawServer server = new RawServer(programs.directory())) {
            Task<Void> connecting = Task.run(() -> connect(SHORT));
            server.hello().say("REFUSED busy 64 handshakes are unfinished").close();
            // After that it does not answer any more.
            try (RawConnection silent = server.hello()) {
                assertThatThrownBy(connecting::result).isInstanceOf(UnavailableException.class)
                        .hasMessageContaining("the server is busy: 64 handshakes are unfinished");
                assertThat(silent.channel.isOpen()).isTrue();
            }
        }
    }

    @Test
    void shouldTellAClientTheAnswerOfAServerThatDidNotWaitForItsLine() throws Exception {
        try (RawServer server = new RawServer(programs.directory())) {
            Task<Void> connecting = Task.run(() -> connect(SHORT));
            Task<Void> refusing = Task.run(() -> {
                while (!connecting.isDone()) {
                    server.refuse("REFUSED busy 256 connections are silent");
                }
            });
            assertThatThrownBy(connecting::result).isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("the server is busy: 256 connections are silent");
            refusing.result();
        }
    }

    @Test
    void shouldTellAClientThatItsSessionCannotBeCreated() throws Exception {
        try (RawServer server = new RawServer(programs.directory())) {
            Task<Void> connecting = Task.run(() -> connect(LONG));
            server.hello().say("REFUSED create No space left on device").close();
            assertThatThrownBy(connecting::result).isInstanceOf(CannotCreateException.class)
                    .hasMessage("The server refused: No space left on device");
        }
    }

    @Test
    void shouldRefuseAHelloThatIsNotUtf8() throws Exception {
        start(server());
        RawConnection connection = connection();
        connection.channel.write(ByteBuffer.wrap("HELLO version=1 pid=1 name=\u00e9 max-message=1\n"
                .getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(connection.hear()).isEqualTo("REFUSED malformed A handshake line arrived that is not UTF-8");
    }

    @Test
    void shouldEndAHandshakeWithAServerWhoseNameWouldBreakALine() throws Exception {
        try (RawServer server = new RawServer(programs.directory())) {
            Task<Void> connecting = Task.run(() -> connect(LONG));
            server.name = "a\u001b[31m";
            assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
            assertThatThrownBy(connecting::result).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("name that is not allowed");
        }
    }
}
