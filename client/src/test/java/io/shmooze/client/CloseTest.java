// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.DetachReason;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any thread may close a session at any time; that releases every thread that waits in it. */
@Timeout(120)
class CloseTest {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final SessionRecorder recorder = new SessionRecorder();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReleaseThreadsThatWait(boolean closedByPeer) throws Exception {
        CountDownLatch callback = new CountDownLatch(1);
        sessions.start(sessions.server().sessionListener(recorder).onMessage((session, message) -> await(callback)));
        ShmoozeClient client = sessions.connect(sessions.client().reconnectTimeout(Duration.ZERO));
        while (client.offer(MessageKind.TEXT, EMPTY)) {
            continue;
        }
        List<Task<Void>> waiters = List.of(
                Task.run(() -> client.send("no room for this")),
                Task.run(() -> client.send(MessageKind.TEXT, EMPTY, Sessions.LONG)),
                Task.run(() -> client.receive(Sessions.LONG)),
                Task.run(() -> client.flush(Sessions.LONG)));
        // Some of them sleep by then and some do not; both must be released.
        Patience.until(() -> client.statistics().sleeps() > 1);
        (closedByPeer ? recorder.awaitAttached(1) : client).close();
        for (Task<Void> waiter : waiters) {
            waiter.assertThrew(SessionClosedException.class);
        }
        callback.countDown();
        recorder.awaitDetached(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldRefuseEverythingAfterTheEnd() {
        ShmoozeServer server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);
        client.close();
        Patience.until(() -> session.state() == SessionState.CLOSED);
        for (Session each : new Session[] {client, session}) {
            assertThat(each.state()).isEqualTo(SessionState.CLOSED);
            List<ThrowingCallable> uses = List.of(() -> each.send("x"), () -> each.offer(MessageKind.TEXT, EMPTY),
                    () -> each.send(MessageKind.TEXT, EMPTY, Duration.ZERO), () -> each.receive(Duration.ZERO),
                    () -> each.poll(new Inbox()), () -> each.drain(new Inbox()), () -> each.flush(Duration.ZERO));
            for (ThrowingCallable use : uses) {
                assertThatThrownBy(use).isInstanceOf(SessionClosedException.class);
            }
            assertThat(each.peer().pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(each.channel()).isEqualTo("test");
            assertThat(each.statistics()).isNotNull();
            each.close();
        }
    }

    @Test
    void shouldTellThePeerThatItWasClosed() {
        sessions.start(sessions.server().sessionListener(recorder).onMessage(new Inbox()));
        SessionRecorder clientRecorder = new SessionRecorder();
        ShmoozeClient client = sessions.connect(sessions.client().sessionListener(clientRecorder));
        client.close();
        assertThat(recorder.awaitDetached(1).reason()).isEqualTo(DetachReason.CLOSED_BY_PEER);
        assertThat(clientRecorder.awaitDetached(1).reason()).isEqualTo(DetachReason.CLOSED_HERE);
        assertThat(recorder.awaitDetached(1).unacknowledged()).isEmpty();
    }

    @Test
    void shouldReportMessagesThatThePeerHadNotAcknowledged() {
        ShmoozeServer server = sessions.start(sessions.server().sessionListener(recorder));
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);
        String big = "b".repeat(200);
        session.send("taken");
        session.send(MessageKind.BINARY, ByteBuffer.wrap(new byte[] {'o', 'n', 'e'}));
        session.send(big);
        client.receive(Sessions.LONG);
        client.close();
        var detachment = recorder.awaitDetached(1);
        assertThat(SessionRecorder.unacknowledged(detachment)).containsExactly("one", big);
        assertThat(detachment.unacknowledged().get(0).kind()).isEqualTo(MessageKind.BINARY);
        assertThat(detachment.unacknowledged()).noneMatch(Message::redelivered);
    }

    /** Repeated, because a client attaches before all threads of the server have finished its handshake. */
    @RepeatedTest(30)
    void shouldEndAllSessionsWithTheServer() {
        ShmoozeServer server = sessions.start(sessions.server().onMessage(new Inbox()));
        List<SessionRecorder> recorders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SessionRecorder each = new SessionRecorder();
            recorders.add(each);
            sessions.connect(sessions.client().reconnectTimeout(Duration.ZERO).sessionListener(each));
        }
        server.close();
        server.close();
        recorders.forEach(each ->
                assertThat(each.awaitDetached(1).reason()).isEqualTo(DetachReason.CLOSED_BY_PEER));
        assertThat(server.sessions()).isEmpty();
        assertThat(sessions.leftovers()).containsExactly("test.lock");
    }

    @Test
    void shouldCloseFromManyThreadsAtOnce() throws Exception {
        ShmoozeServer server = sessions.start(sessions.server().sessionListener(recorder).onMessage(new Inbox()));
        for (int round = 1; round <= 20; round++) {
            ShmoozeClient client = sessions.client().onMessage(new Inbox()).connect();
            client.send("something");
            List<Task<Void>> closers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                closers.add(Task.run(client::close));
            }
            for (Task<Void> closer : closers) {
                closer.result();
            }
            assertThat(client.state()).isEqualTo(SessionState.CLOSED);
            recorder.awaitDetached(round);
        }
        Patience.until(() -> server.sessions().isEmpty());
    }

    @Test
    void shouldCloseAServerInItsOwnCallback() {
        ShmoozeServer[] server = new ShmoozeServer[1];
        server[0] = sessions.start(sessions.server().onMessage((session, message) -> server[0].close()));
        ShmoozeClient client =
                sessions.connect(sessions.client().reconnectTimeout(Duration.ZERO).sessionListener(recorder));
        client.send("shut down");
        assertThat(SessionRecorder.unacknowledged(recorder.awaitDetached(1))).containsExactly("shut down");
        Patience.until(() -> client.state() == SessionState.CLOSED);
    }
}
