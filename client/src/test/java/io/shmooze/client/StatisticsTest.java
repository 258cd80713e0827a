// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Session;
import io.shmooze.SessionStatistics;
import io.shmooze.WaitStrategy;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class StatisticsTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();

    @Test
    void shouldCountMessagesAndBytesOfBothSides() {
        SessionRecorder recorder = new SessionRecorder();
        sessions.start(sessions.server().sessionListener(recorder).onMessage((session, message) -> session.send("ok")));
        ShmoozeClient client = sessions.connect(sessions.client());
        client.send("x".repeat(10));
        client.send("x".repeat(1000));
        client.flush(Sessions.LONG);
        client.receive(Sessions.LONG);

        SessionStatistics here = client.statistics();
        assertThat(here.messagesSent()).isEqualTo(2);
        assertThat(here.bytesSent()).isEqualTo(1010);
        assertThat(here.messagesReceived()).isEqualTo(1);
        assertThat(here.bytesReceived()).isEqualTo(2);
        assertThat(here.outboxLength()).isZero();
        SessionStatistics there = recorder.awaitAttached(1).statistics();
        assertThat(there.messagesReceived()).isEqualTo(2);
        assertThat(there.bytesReceived()).isEqualTo(1010);
        assertThat(there.messagesSent()).isEqualTo(2);
        assertThat(there.bytesSent()).isEqualTo(4);
    }

    @Test
    void shouldCountSleepsAndBells() throws Exception {
        var server = sessions.start(sessions.server().waitStrategy(WaitStrategy.BLOCKING));
        ShmoozeClient client = sessions.connect(sessions.client().waitStrategy(WaitStrategy.BLOCKING));
        Session session = sessions.accept(server);
        // The session's own thread sleeps too, and is not rung for.
        Patience.until(() -> session.statistics().sleeps() > 0);
        long slept = session.statistics().sleeps();
        Task<Object> receiver = Task.call(() -> session.receive(Sessions.LONG));
        Patience.until(() -> session.statistics().sleeps() > slept);
        client.send("wake up");
        receiver.result();
        assertThat(client.statistics().bellsRung()).isEqualTo(1);
    }
}
