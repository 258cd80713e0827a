// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.SessionState;
import io.shmooze.client.DoublingListener;
import io.shmooze.client.Partner;
import io.shmooze.client.Partners;
import io.shmooze.client.SessionRecorder;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Programs;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 16 of RELIABILITY.md's table. Two processes answer each other twice from their callbacks: both lanes are full,
 * and there is no deadlock.
 */
@Timeout(120)
class AnswersFromCallbacksSystemTest {
    private static final int SEEDS = 100;
    private static final int DEPTH = 6;
    /** The server gets depths 6, 4 and 2; the client gets depths 5, 3 and 1, each twice as often. */
    private static final int AT_CLIENT = SEEDS * (2 + 8 + 32);

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldNotDeadlockWhenBothSidesAnswerFromTheirCallbacks() {
        Partners.ready(programs, "server", "multiply");
        DoublingListener listener = new DoublingListener();
        SessionRecorder recorder = new SessionRecorder();
        try (ShmoozeClient client = ShmoozeClient.builder(Partner.CHANNEL).directory(programs.directory())
                .onMessage(listener).sessionListener(recorder).connect()) {
            for (int i = 0; i < SEEDS; i++) {
                client.send(String.valueOf(DEPTH));
            }
            Patience.until(() -> listener.count() == AT_CLIENT);
            client.flush(Duration.ofSeconds(60));
            assertThat(recorder.errors()).isEmpty();
            assertThat(recorder.detached()).isZero();
            assertThat(client.state()).isEqualTo(SessionState.OPEN);
            assertThat(client.statistics().outboxLength()).isZero();
        }
    }
}
