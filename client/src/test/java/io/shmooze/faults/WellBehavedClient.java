// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Message;
import io.shmooze.SessionState;
import io.shmooze.WaitStrategy;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.nio.file.Path;
import java.time.Duration;

/** A correct client beside the hostile ones: it talks with the target all the time, and checks every answer. */
final class WellBehavedClient implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ShmoozeClient client;
    private final Task<Void> talk;
    private volatile boolean enough;
    private volatile int answers;

    private WellBehavedClient(ShmoozeClient client) {
        this.client = client;
        this.talk = Task.run(this::talk);
    }

    static WellBehavedClient attach(Path directory) {
        return new WellBehavedClient(ShmoozeClient.builder(Target.CHANNEL).directory(directory).name("well-behaved")
                .connectTimeout(LONG).reconnectTimeout(Duration.ZERO).waitStrategy(WaitStrategy.BLOCKING).connect());
    }

    private void talk() {
        for (int i = 0; !enough; i++) {
            String text = i + "x".repeat(i % 500);
            client.send(text);
            Message answer = client.receive(LONG);
            assertThat(answer).as("answer %d", i).isNotNull();
            assertThat(answer.text()).isEqualTo(text);
            assertThat(answer.redelivered()).isFalse();
            answers = i + 1;
        }
    }

    /** Waits until more answers have arrived. */
    void awaitAnswers() {
        int before = answers;
        Patience.until(() -> answers > before + 10 || talk.isDone());
        assertThat(answers).isGreaterThan(before + 10);
    }

    /** Stays attached and sends nothing more. */
    void rest() throws Exception {
        awaitAnswers();
        enough = true;
        talk.result();
        assertThat(client.state()).isEqualTo(SessionState.OPEN);
    }

    @Override
    public void close() {
        enough = true;
        client.close();
    }
}
