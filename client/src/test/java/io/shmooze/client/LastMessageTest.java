// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Task;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of a session races with a thread that waits for its last messages. */
@Timeout(120)
class LastMessageTest {
    private static final int MESSAGES = 3;

    @RegisterExtension
    final Sessions sessions = new Sessions();

    @RepeatedTest(5)
    void shouldReceiveTheLastMessagesBeforeTheEndIsReported() throws Exception {
        ShmoozeServer server = sessions.start(sessions.server());
        for (int round = 0; round < 50; round++) {
            try (ShmoozeClient client = sessions.client().reconnectTimeout(Duration.ZERO).connect()) {
                Session session = sessions.accept(server);
                Task<Integer> receiver = Task.call(() -> receiveUntilTheEnd(client));
                for (int i = 0; i < MESSAGES; i++) {
                    session.send("message");
                }
                session.close();
                assertThat(receiver.result()).as("round %d", round).isEqualTo(MESSAGES);
                assertThatThrownBy(() -> client.receive(Duration.ZERO)).isInstanceOf(SessionClosedException.class);
            }
        }
    }

    private static int receiveUntilTheEnd(Session session) {
        int count = 0;
        try {
            while (true) {
                session.receive(Sessions.LONG);
                count++;
            }
        } catch (SessionClosedException e) {
            return count;
        }
    }
}
