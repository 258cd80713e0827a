// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Session;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class EightClientsTest {
    private static final int CLIENTS = 8;
    private static final int MESSAGES = 1000;

    @RegisterExtension
    final Sessions sessions = new Sessions();

    @Test
    void shouldServeEightClientsAtOnceEachInItsOwnSession() throws Exception {
        Set<Session> used = ConcurrentHashMap.newKeySet();
        ShmoozeServer server = sessions.start(sessions.server().onMessage((session, message) -> {
            used.add(session);
            session.send(session.peer().name() + " sent " + message.text());
        }));
        List<Task<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String name = "client-" + i;
            clients.add(Task.run(() -> converse(name)));
        }
        for (Task<Void> client : clients) {
            client.result();
        }
        assertThat(used).hasSize(CLIENTS);
        Patience.until(() -> server.sessions().isEmpty());
        assertThat(sessions.leftovers()).containsExactly("test.lock", "test.sock");
    }

    private void converse(String name) {
        Inbox inbox = new Inbox();
        try (ShmoozeClient client = sessions.client().name(name).onMessage(inbox).connect()) {
            for (int i = 0; i < MESSAGES; i++) {
                client.send(String.valueOf(i));
            }
            List<String> answers = inbox.await(MESSAGES).texts();
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(answers.get(i)).isEqualTo(name + " sent " + i);
            }
        }
    }
}
