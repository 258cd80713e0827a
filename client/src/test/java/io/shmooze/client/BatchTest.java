// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Batch;
import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.WaitStrategy;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches over real sessions. */
@Timeout(120)
class BatchTest {
    private static final int BATCHES = 10_000;
    private static final int LONGEST = 3;

    @RegisterExtension
    final Sessions sessions = new Sessions();

    /** One wake-up lost, and both sides wait for ever. */
    @ParameterizedTest
    @EnumSource(value = WaitStrategy.class, names = {"ADAPTIVE", "BLOCKING"})
    void shouldWakeAReaderThatSleeps(WaitStrategy strategy) throws Exception {
        var server = sessions.start(sessions.server().waitStrategy(strategy));
        ShmoozeClient client = sessions.connect(sessions.client().waitStrategy(strategy));
        Session session = sessions.accept(server);
        Task<Void> reader = Task.run(() -> {
            ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
            int[] next = new int[1];
            for (int i = 0; i < BATCHES; i++) {
                int end = next[0] + length(i);
                while (next[0] < end) {
                    session.receive((from, message) -> {
                        message.copyTo(number.clear());
                        assertThat(number.getInt(0)).isEqualTo(next[0]++);
                    }, LONGEST, Sessions.LONG);
                }
                session.send(number);
            }
        });
        ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
        int next = 0;
        for (int i = 0; i < BATCHES; i++) {
            try (Batch batch = client.batch()) {
                for (int end = next + length(i); next < end; next++) {
                    batch.send(MessageKind.BINARY, number.putInt(0, next));
                }
            }
            assertThat(client.receive((from, message) -> { }, 1, Sessions.LONG)).isEqualTo(1);
        }
        reader.result();
    }

    private static int length(int batch) {
        return 1 + batch % LONGEST;
    }

    @Test
    void shouldDeliverMoreThanTheLaneHolds() {
        Inbox inbox = new Inbox();
        sessions.start(sessions.server().onMessage(inbox));
        ShmoozeClient client = sessions.connect(sessions.client());
        try (Batch batch = client.batch()) {
            for (int i = 0; i < BATCHES; i++) {
                batch.send("message " + i);
            }
        }
        client.flush(Sessions.LONG);
        assertThat(inbox.texts()).hasSize(BATCHES).startsWith("message 0").endsWith("message " + (BATCHES - 1));
    }
}
