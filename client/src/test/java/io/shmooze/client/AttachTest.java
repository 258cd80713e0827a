// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.CannotCreateException;
import io.shmooze.ChannelKind;
import io.shmooze.InterruptedSessionException;
import io.shmooze.NotPermittedException;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.UnavailableException;
import io.shmooze.UsageException;
import io.shmooze.segment.SegmentDirectory;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class AttachTest {
    private static final long PID = ProcessHandle.current().pid();

    @RegisterExtension
    final Sessions sessions = new Sessions();

    @Test
    void shouldTellBothSidesWhoTheOtherIs() throws IOException {
        ShmoozeServer server = sessions.start(sessions.server().name("the-server"));
        ShmoozeClient client = sessions.connect(sessions.client().name("alice"));
        Session session = sessions.accept(server);
        String user = Files.getOwner(sessions.directory()).getName();
        assertThat(client.peer()).isEqualTo(new Peer(PID, false, user, "the-server", ChannelKind.MESSAGES));
        assertThat(session.peer()).isEqualTo(new Peer(PID, user, "alice"));
        assertThat(client.state()).isEqualTo(SessionState.OPEN);
        assertThat(server.channel()).isEqualTo("test");
        assertThat(server.sessions()).containsExactly(session);
        client.send("hello");
        assertThat(session.receive(Sessions.LONG).peer()).isEqualTo(session.peer());
    }

    @Test
    void shouldUseThePidWithoutAName() {
        ShmoozeServer server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        assertThat(client.peer().name()).isEqualTo(String.valueOf(PID));
        assertThat(sessions.accept(server).peer().name()).isEqualTo(String.valueOf(PID));
    }

    @Test
    void shouldTakeNoMoreClientsThanToldAndTheNextWhenOneLeaves() {
        ShmoozeServer server = sessions.start(sessions.server().maxClients(2));
        ShmoozeClient first = sessions.connect(sessions.client());
        sessions.connect(sessions.client());
        assertThatThrownBy(() -> sessions.client().connect()).isInstanceOf(UnavailableException.class)
                .hasMessageContaining("'test'").hasMessageContaining("2");
        first.close();
        Patience.until(() -> server.sessions().size() == 1);
        Patience.await().ignoreException(UnavailableException.class)
                .until(() -> sessions.connect(sessions.client()).state() == SessionState.OPEN);
    }

    @Test
    void shouldRefuseASecondServerByThePidOfTheFirst() {
        ShmoozeServer server = sessions.start(sessions.server());
        assertThatThrownBy(() -> sessions.server().start()).isInstanceOf(CannotCreateException.class)
                .hasMessageContaining("'test'").hasMessageContaining(String.valueOf(PID));
        ShmoozeClient client = sessions.connect(sessions.client());
        client.send("the first is undisturbed");
        assertThat(sessions.accept(server).receive(Sessions.LONG)).isNotNull();
    }

    @Test
    void shouldServeAgainAfterClosing() {
        for (int i = 0; i < 3; i++) {
            sessions.server().start().close();
            assertThat(sessions.leftovers()).containsExactly("test.lock");
        }
    }

    @Test
    void shouldSayThatNobodyServesAfterTheTimeout() {
        long beganNs = System.nanoTime();
        Duration timeout = Duration.ofMillis(30);
        assertThatThrownBy(() -> sessions.client().connectTimeout(timeout).connect())
                .isInstanceOf(UnavailableException.class).hasMessageContaining("'test'")
                .hasMessageContaining(sessions.directory().toString());
        assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isGreaterThanOrEqualTo(timeout);
        assertThatThrownBy(() -> sessions.client().connectTimeout(Duration.ZERO).connect())
                .isInstanceOf(UnavailableException.class);
        assertThat(sessions.directory()).doesNotExist();
    }

    @Test
    void shouldAttachWhenTheServerComes() throws Exception {
        Task<ShmoozeClient> client = Task.call(() -> sessions.client().connect());
        Patience.until(() -> client.thread().getState() == Thread.State.TIMED_WAITING);
        ShmoozeServer server = sessions.start(sessions.server());
        try (ShmoozeClient attached = client.result()) {
            attached.send("at last");
            assertThat(sessions.accept(server).receive(Sessions.LONG).text()).isEqualTo("at last");
        }
    }

    @Test
    void shouldStopWaitingForAServerWhenInterrupted() throws Exception {
        Task<ShmoozeClient> client = Task.call(() -> sessions.client().connect());
        client.thread().interrupt();
        client.assertThrew(InterruptedSessionException.class);
    }

    @Test
    void shouldRefuseAValueThatIsNotUsableWhenItIsGiven() {
        assertThatThrownBy(() -> ShmoozeServer.builder("a/b")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> ShmoozeClient.builder("")).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> sessions.server().segmentSize(1023)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> sessions.server().segmentSize((1 << 30) + 1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> sessions.server().maxClients(0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> sessions.server().maxMessageLength(-1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> sessions.client().name("a b")).isInstanceOf(UsageException.class);
    }

    @Test
    void shouldRefuseADirectoryThatOthersCanWrite() throws IOException {
        SegmentDirectory.create(sessions.directory(), false);
        Files.setPosixFilePermissions(sessions.directory(),
                PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> sessions.server().start()).isInstanceOf(NotPermittedException.class);
        assertThatThrownBy(() -> sessions.client().connect()).isInstanceOf(NotPermittedException.class);
    }
}
