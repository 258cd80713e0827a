// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Answer;
import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.SessionState;
import io.shmooze.UnsupportedByPeerException;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An older program is not asked: this side is told at once. */
@Timeout(60)
class PeerWithoutQuestionsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldTellAServerAtOnceThatItsClientKnowsNoQuestions() throws Exception {
        try (ShmoozeServer server = ShmoozeServer.builder(Target.CHANNEL).directory(programs.directory()).start();
                RawPeer old = RawClient.attach(programs.directory(), "old")) {
            Session session = server.accept(LONG);
            assertThatThrownBy(() -> session.ask("?")).isInstanceOf(UnsupportedByPeerException.class)
                    .hasMessageContaining("'old'");
            assertThatThrownBy(() -> session.askRepeatable("?")).isInstanceOf(UnsupportedByPeerException.class);
            assertThat(session.statistics().questionsInFlight()).isZero();
            session.send("a message");
            assertThat(new String(old.in.read())).isEqualTo("a message");
        }
    }

    @Test
    void shouldEndWhatIsPendingWhenTheNextServerKnowsNoQuestions() throws Exception {
        ShmoozeServer server = ShmoozeServer.builder(Target.CHANNEL).directory(programs.directory())
                .onQuestion((session, question) -> Answer.later()).start();
        try (ShmoozeClient client = ShmoozeClient.builder(Target.CHANNEL).directory(programs.directory())
                .reconnectTimeout(LONG).connect()) {
            CompletableFuture<Message> repeatable = client.askRepeatable("again");
            Task<Throwable> waits = Task.call(() -> failure(repeatable));
            server.close();
            Patience.until(() -> client.state() == SessionState.RECONNECTING);
            Task<Throwable> asksMeanwhile = Task.call(() -> asking(client));
            try (RawServer old = new RawServer(programs.directory()); RawPeer peer = old.accept()) {
                assertThat(waits.result()).isInstanceOf(UnsupportedByPeerException.class)
                        .hasMessageContaining("'raw'");
                assertThat(asksMeanwhile.result()).isInstanceOf(UnsupportedByPeerException.class);
                assertThatThrownBy(() -> client.ask("?")).isInstanceOf(UnsupportedByPeerException.class);
                assertThat(client.statistics().questionsInFlight()).isZero();
                client.send("a message");
                assertThat(new String(peer.in.read())).as("the first frame").isEqualTo("a message");
            }
        }
    }

    /** Either the call says so, or the future does. */
    private static Throwable asking(ShmoozeClient client) {
        try {
            return failure(client.ask("meanwhile"));
        } catch (UnsupportedByPeerException e) {
            return e;
        }
    }

    private static Throwable failure(CompletableFuture<Message> future) {
        try {
            return new AssertionError("answered " + future.join());
        } catch (CompletionException e) {
            return e.getCause();
        }
    }
}
