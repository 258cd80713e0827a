// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(240)
class TrafficSystemTest {
    private static final int MESSAGES = 100_000;

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldExchangeAHundredThousandMessagesBothWaysAtOnce() {
        Program server = Partners.ready(programs, "server", "exchange", String.valueOf(MESSAGES));
        NumberedMessages received = new NumberedMessages();
        try (ShmoozeClient client = ShmoozeClient.builder(Partner.CHANNEL).directory(programs.directory())
                .onMessage(received).connect()) {
            assertThat(client.peer().pid()).isEqualTo(server.pid());
            NumberedMessages.send(client, MESSAGES);
            client.flush(Duration.ofMinutes(2));
            Patience.until(() -> received.count() >= MESSAGES);
            server.awaitOutput("received " + MESSAGES);
            assertThat(received.count()).isEqualTo(MESSAGES);
        }
        assertThat(server.errors()).isEmpty();
        server.feed("close\n");
        server.awaitExit(0);
        assertThat(programs.leftovers()).containsExactly("test.lock");
    }

    @Test
    void shouldAttachAClientThatCameBeforeItsServer() {
        Program client = Partners.start(programs, "client", "exchange", "10");
        client.awaitOutput("connecting");
        Program server = Partners.start(programs, "server", "exchange", "10");
        client.awaitOutput("received 10");
        server.awaitOutput("received 10");
        client.feed("close\n");
        client.awaitExit(0);
        server.feed("close\n");
        server.awaitExit(0);
        assertThat(programs.leftovers()).containsExactly("test.lock");
    }
}
