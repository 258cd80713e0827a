// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.server.ServerBuilder;
import io.shmooze.testing.Patience;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client knows of a pass that its server did not finish. */
@Timeout(60)
class AcknowledgePassesTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();

    @Test
    void shouldLeaveOneMessageUnacknowledgedByDefault() {
        assertThat(unacknowledged(sessions.server())).containsExactly("second", "third");
    }

    @Test
    void shouldLeaveTheWholePassUnacknowledgedIfAsked() {
        assertThat(unacknowledged(sessions.server().acknowledgePasses())).containsExactly("first", "second", "third");
    }

    /** Of three messages, the server closes the session in the callback for the second one. */
    private Iterable<String> unacknowledged(ServerBuilder builder) {
        var server = sessions.start(builder);
        AtomicReference<Detachment> detachment = new AtomicReference<>();
        ShmoozeClient client = sessions.connect(sessions.client().reconnectTimeout(Duration.ZERO)
                .onDetached((session, end) -> detachment.set(end)));
        Session session = sessions.accept(server);
        for (String text : new String[] {"first", "second", "third"}) {
            client.send(text);
        }
        assertThat(session.poll((from, message) -> {
            if (message.text().equals("second")) {
                from.close();
            }
        }, 3)).isEqualTo(2);
        Patience.until(() -> detachment.get() != null);
        return detachment.get().unacknowledged().stream().map(Message::text).toList();
    }
}
