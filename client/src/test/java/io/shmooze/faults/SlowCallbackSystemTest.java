// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Message;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.client.NumberedMessages;
import io.shmooze.client.Partner;
import io.shmooze.client.Partners;
import io.shmooze.client.SessionRecorder;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fault 15 of RELIABILITY.md's table. A callback is slow, and throws: the client in the other process waits, and loses
 * nothing.
 */
@Timeout(120)
class SlowCallbackSystemTest {
    private static final int THROWS = 3;

    @RegisterExtension
    final Programs programs = new Programs();

    /** Each call takes a permit; every third throws. */
    private static final class Slow implements MessageListener {
        private final Semaphore permits = new Semaphore(0);
        private final NumberedMessages received = new NumberedMessages();

        @Override
        public void onMessage(Session session, Message message) {
            permits.acquireUninterruptibly();
            received.onMessage(session, message);
            if (received.count() % (2 * THROWS) == 0) {
                throw new StackOverflowError("thrown");
            }
            if (received.count() % THROWS == 0) {
                throw new IllegalStateException("thrown");
            }
        }
    }

    /** A lane of 320 bytes and perhaps one of 256 KB hold frames of 16 bytes; the sender waits with one more. */
    @ParameterizedTest
    @CsvSource({"0, 21", "4194304, 16405"})
    void shouldHoldTheSenderBackAndReportThrownErrors(int bulkSize, int underWay) throws IOException {
        Slow slow = new Slow();
        SessionRecorder recorder = new SessionRecorder();
        Path journal = programs.file("journal");
        try (ShmoozeServer server = ShmoozeServer.builder(Partner.CHANNEL).directory(programs.directory())
                .bulkSize(bulkSize).onMessage(slow).sessionListener(recorder).start()) {
            Partners.ready(programs, "client", "flood", journal.toString());
            for (int permits = 1; permits <= 1024; permits *= 4) {
                int taken = slow.received.count() + permits;
                slow.permits.release(permits);
                Patience.until(() -> slow.received.count() == taken);
                Patience.until(() -> lines(journal) > taken);
                Patience.await().during(Duration.ofMillis(50)).until(() -> lines(journal) <= taken + underWay);
            }
            assertThat(recorder.awaitErrors(slow.received.count() / THROWS)).hasSize(slow.received.count() / THROWS)
                    .allMatch(error -> error.getMessage().equals("thrown"));
            assertThat(recorder.detached()).isZero();
            assertThat(server.sessions().get(0).state()).isEqualTo(SessionState.OPEN);
            slow.permits.release(Integer.MAX_VALUE / 2);
        }
    }

    private static long lines(Path file) throws IOException {
        return Files.readAllLines(file).size();
    }
}
