// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Session;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Task;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thread, for example main, can wait for the end of a server or of a session. */
@Timeout(120)
class JoinTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();

    @Test
    void shouldWaitForTheServerToBeClosed() throws Exception {
        ShmoozeServer server = sessions.start(sessions.server());
        Task<Void> waiting = Task.run(server::join);
        assertThat(server.join(Duration.ofMillis(1))).isFalse();
        assertThat(waiting.isDone()).isFalse();
        server.close();
        waiting.result();
        assertThat(server.join(Duration.ZERO)).isTrue();
    }

    @Test
    void shouldWaitForTheClientToLoseItsServerForGood() throws Exception {
        ShmoozeServer server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client().reconnectTimeout(Duration.ZERO));
        Session session = sessions.accept(server);
        Task<Void> waiting = Task.run(client::join);
        assertThat(client.join(Duration.ofMillis(1))).isFalse();
        assertThat(waiting.isDone()).isFalse();
        server.close();
        waiting.result();
        session.join();
    }

    @Test
    void shouldReturnAfterTheLastCallback() throws Exception {
        CountDownLatch detached = new CountDownLatch(1);
        SessionRecorder recorder = new SessionRecorder();
        ShmoozeServer server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client().onDetached((session, detachment) -> {
            try {
                detached.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }).sessionListener(recorder));
        Session session = sessions.accept(server);
        Task<Void> waiting = Task.run(client::join);
        Task<Void> closing = Task.run(client::close);
        session.join();
        assertThat(client.join(Duration.ofMillis(1))).isFalse();
        detached.countDown();
        closing.result();
        waiting.result();
        assertThat(recorder.detached()).isEqualTo(1);
    }

    @Test
    void shouldRefuseToWaitForItselfInACallback() {
        SessionRecorder recorder = new SessionRecorder();
        sessions.start(sessions.server().onMessage((session, message) -> session.join()).sessionListener(recorder));
        sessions.connect(sessions.client()).send("join");
        assertThat(recorder.awaitErrors(1)).allMatch(IllegalStateException.class::isInstance);
    }
}
