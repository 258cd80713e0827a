// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import io.shmooze.Session;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The smaller limit of the two sides holds in both directions, and is checked before anything is sent. */
@Timeout(120)
class MessageLimitTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();

    @ParameterizedTest
    @CsvSource({"1000, 2000, 1000", "2000, 1000, 1000", "0, 100, 0", "144, 144, 144"})
    void shouldHoldBothSidesToTheSmallerLimit(int serverLimit, int clientLimit, int limit) throws Exception {
        var server = sessions.start(sessions.server().maxMessageLength(serverLimit));
        ShmoozeClient client = sessions.connect(sessions.client().maxMessageLength(clientLimit));
        Session session = sessions.accept(server);
        check(client, session, limit);
        check(session, client, limit);
    }

    private static void check(Session from, Session to, int limit) throws Exception {
        ByteBuffer tooLong = ByteBuffer.allocate(limit + 1);
        List<ThrowingCallable> sends = List.of(() -> from.send(tooLong),
                () -> from.send(MessageKind.TEXT, tooLong, Duration.ZERO),
                () -> from.offer(MessageKind.TEXT, tooLong));
        for (ThrowingCallable send : sends) {
            assertThatThrownBy(send).isInstanceOf(MessageTooLongException.class)
                    .hasMessageContaining((limit + 1) + " bytes").hasMessageContaining("limit of " + limit);
        }
        Task<Void> sender = Task.run(() -> from.send(new byte[limit]));
        assertThat(to.receive(Sessions.LONG).length()).isEqualTo(limit);
        sender.result();
        assertThat(to.receive(Duration.ZERO)).isNull();
    }
}
