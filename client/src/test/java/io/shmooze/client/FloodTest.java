// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.OutboxFullException;
import io.shmooze.SessionState;
import io.shmooze.server.ServerBuilder;
import io.shmooze.testing.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callbacks that send never wait, so there is no deadlock of two sides that answer each other. */
@Timeout(120)
class FloodTest {
    private static final int SEEDS = 50;
    private static final int DEPTH = 6;
    /** Each message has two answers of the next lower depth. */
    private static final int EACH = SEEDS * ((1 << DEPTH) - 1);

    @RegisterExtension
    final Sessions sessions = new Sessions();

    @Test
    void shouldAnswerFromCallbacksOfBothSidesThroughFullLanes() {
        DoublingListener atServer = new DoublingListener();
        DoublingListener atClient = new DoublingListener();
        SessionRecorder recorder = new SessionRecorder();
        sessions.start(sessions.server().onMessage(atServer).sessionListener(recorder));
        ShmoozeClient client = sessions.connect(sessions.client().onMessage(atClient).sessionListener(recorder));
        for (int i = 0; i < SEEDS; i++) {
            client.send(String.valueOf(DEPTH));
        }
        Patience.until(() -> atServer.count() + atClient.count() == EACH);
        client.flush(Sessions.LONG);
        assertThat(recorder.errors()).isEmpty();
        assertThat(client.statistics().outboxLength()).isZero();
        assertThat(client.state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldReportAFullOutboxAndDeliverWhatItAccepted() {
        int limit = 2000;
        AtomicInteger accepted = new AtomicInteger();
        List<Throwable> refused = new ArrayList<>();
        SessionRecorder recorder = new SessionRecorder();
        ServerBuilder builder = sessions.server().maxMessageLength(limit).sessionListener(recorder);
        sessions.start(builder.onMessage((session, message) -> {
            try {
                while (true) {
                    session.send("answer " + accepted.get());
                    accepted.incrementAndGet();
                }
            } catch (OutboxFullException e) {
                refused.add(e);
            }
        }));
        ShmoozeClient client = sessions.connect(sessions.client());
        client.send("go");
        client.flush(Sessions.LONG);
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0)).hasMessageContaining("no room for");
        assertThat(recorder.awaitAttached(1).statistics().outboxLength()).isPositive();
        int taken = accepted.get();
        for (int i = 0; i < taken; i++) {
            assertThat(client.receive(Sessions.LONG).text()).isEqualTo("answer " + i);
        }
        assertThat(client.receive(Duration.ofMillis(20))).isNull();
        client.send("go");
        assertThat(client.receive(Sessions.LONG).text()).isEqualTo("answer " + taken);
    }
}
