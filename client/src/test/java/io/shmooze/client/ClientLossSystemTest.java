// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client is killed in the middle of its sending and in a callback. */
@Timeout(120)
class ClientLossSystemTest {
    @RegisterExtension
    final Programs programs = new Programs();
    private final NumberedMessages received = new NumberedMessages();
    private final SessionRecorder recorder = new SessionRecorder();

    @Test
    void shouldDeliverPublishedMessagesAndReportUnacknowledgedOnes() throws Exception {
        try (ShmoozeServer server = ShmoozeServer.builder(Partner.CHANNEL).directory(programs.directory())
                .onMessage(received).sessionListener(recorder).start()) {
            Path journal = programs.file("journal");
            Program client = Partners.ready(programs, "client", "flood", journal.toString());
            Session session = recorder.awaitAttached(1);
            assertThat(session.peer().pid()).isEqualTo(client.pid());
            List<String> offered = offer(session);
            client.awaitOutput("full");
            Patience.until(() -> received.count() > 1000);
            client.signal("KILL");
            client.awaitExit(137);

            Detachment detachment = recorder.awaitDetached(1);
            assertThat(detachment.reason()).isEqualTo(DetachReason.PEER_DIED);
            assertThat(detachment.peer().pid()).isEqualTo(client.pid());
            assertThat(SessionRecorder.unacknowledged(detachment))
                    .containsExactlyElementsOf(offered.subList(Partner.APPETITE, offered.size()));
            assertThat(detachment.unacknowledged()).noneMatch(Message::redelivered);
            // The last one may have been sent and not written into the journal.
            int written = Files.readAllLines(journal).size();
            assertThat(received.count()).isBetween(written, written + 1);
            Patience.until(() -> server.sessions().isEmpty());
            assertThat(programs.leftovers()).containsExactly("test.lock", "test.sock");
        }
        assertThat(programs.leftovers()).containsExactly("test.lock");
    }

    /** Sends more than the client handles, and no more than the lane holds. */
    private static List<String> offer(Session session) {
        List<String> offered = new ArrayList<>();
        for (int i = 0; i < 2 * Partner.APPETITE; i++) {
            offered.add("message " + i);
            session.send(offered.get(i));
        }
        return offered;
    }
}
