// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Session;
import io.shmooze.WaitStrategy;
import io.shmooze.testing.Task;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wait strategy with segments of every kind of size. One side has a listener, the other polls. */
@Timeout(120)
class ConfigurationTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();

    static Stream<Arguments> configurations() {
        return Stream.of(WaitStrategy.values()).flatMap(strategy ->
                Stream.of(1024, 1025, 65_536, 1 << 20).map(size -> Arguments.of(strategy, size)));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void shouldPassMessagesBothWays(WaitStrategy strategy, int segmentSize) throws Exception {
        // A small machine has fewer CPUs than there are spinning threads, which slow each other down.
        int messages = strategy == WaitStrategy.SPINNING ? 100 : 500;
        Inbox inbox = new Inbox();
        var server = sessions.start(sessions.server().waitStrategy(strategy).segmentSize(segmentSize));
        ShmoozeClient client = sessions.connect(sessions.client().waitStrategy(strategy).onMessage(inbox));
        Session session = sessions.accept(server);

        Task<Void> echo = Task.run(() -> {
            for (int i = 0; i < messages; i++) {
                session.send(session.receive(Sessions.LONG).text());
            }
        });
        for (int i = 0; i < messages; i++) {
            client.send(text(i, segmentSize));
        }
        echo.result();
        session.flush(Sessions.LONG);
        for (int i = 0; i < messages; i++) {
            assertThat(inbox.texts().get(i).equals(text(i, segmentSize))).as("message %d", i).isTrue();
        }
    }

    /** Some texts are longer than a lane. */
    private static String text(int number, int segmentSize) {
        return number + "x".repeat(number % 100 == 99 ? segmentSize : number % 200);
    }
}
