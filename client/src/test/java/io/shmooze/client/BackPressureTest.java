// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.SessionTimeoutException;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client has to wait for a server that reads when the test wants. */
@Timeout(120)
class BackPressureTest {
    private static final int BULK_SIZE = 512 * 1024;
    /** More than a wide lane and a bulk area hold together. */
    private static final int BIG = 800_000;
    /** More than one frame of a wide lane. */
    private static final String LONG = "x".repeat(70_000);
    private static final Duration SHORT = Duration.ofMillis(20);

    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final Inbox inbox = new Inbox();
    private final List<String> sent = new ArrayList<>();
    private ShmoozeClient client;
    private Session session;

    @BeforeEach
    void attach() {
        var server = sessions.start(sessions.server().bulkSize(BULK_SIZE));
        client = sessions.connect(sessions.client());
        session = sessions.accept(server);
    }

    @Test
    void shouldOfferUntilTheLaneIsFullAndAgainWhenThereIsRoom() {
        fill();
        assertThat(offer("too many")).isFalse();
        session.poll(inbox);
        session.poll(inbox);
        assertThat(offer("again")).isTrue();
        session.drain(inbox);
        assertThat(inbox.texts()).containsExactlyElementsOf(sent).endsWith("again");
    }

    @Test
    void shouldOfferAMessageLongerThanLaneAndBulkArea() {
        String big = "b".repeat(BIG);
        assertThat(offer(big)).isTrue();
        assertThat(offer("behind it")).isFalse();
        // The rest of it is written while the peer reads.
        assertThat(session.receive(Sessions.LONG).text()).isEqualTo(big);
        client.send("after it");
        assertThat(session.receive(Sessions.LONG).text()).isEqualTo("after it");
    }

    @Test
    void shouldOfferALongMessageInOneStepOrNotAtAll() {
        String half = "h".repeat(BULK_SIZE / 2);
        assertThat(offer(half)).isTrue();
        assertThat(offer(half)).isTrue();
        assertThat(offer(LONG)).isFalse();
        assertThat(offer("the lane has room")).isTrue();
        assertThat(session.receive(Sessions.LONG).text()).isEqualTo(half);
        assertThat(offer(LONG)).isTrue();
        session.drain(inbox);
        assertThat(inbox.texts()).containsExactly(half, "the lane has room", LONG);
    }

    @Test
    void shouldWaitForRoomNoLongerThanTold() {
        fill();
        long beganNs = System.nanoTime();
        assertThatThrownBy(() -> client.send(MessageKind.TEXT, bytes("late"), SHORT))
                .isInstanceOf(SessionTimeoutException.class).hasMessageContaining("4 bytes");
        assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isGreaterThanOrEqualTo(SHORT);
        assertThatThrownBy(() -> client.send(MessageKind.TEXT, bytes("late"), Duration.ZERO))
                .isInstanceOf(SessionTimeoutException.class);
        session.drain(inbox);
        assertThat(inbox.texts()).containsExactlyElementsOf(sent);
    }

    @Test
    void shouldDeliverTheNextMessageWholeAfterOneWasGivenUpHalfWritten() throws Exception {
        ByteBuffer big = bytes("b".repeat(BIG));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.send(MessageKind.TEXT, big, SHORT))
                    .isInstanceOf(SessionTimeoutException.class);
            session.drain(inbox);
        }
        client.send("small");
        assertThat(session.receive(Sessions.LONG).text()).isEqualTo("small");
        assertThatThrownBy(() -> client.send(MessageKind.TEXT, big, SHORT))
                .isInstanceOf(SessionTimeoutException.class);
        Task<Void> sender = Task.run(() -> client.send("c".repeat(1000)));
        assertThat(session.receive(Sessions.LONG).text()).isEqualTo("c".repeat(1000));
        sender.result();
        assertThat(inbox.items()).isEmpty();
    }

    @Test
    void shouldSendOnceThereIsRoom() throws Exception {
        fill();
        Task<Void> sender = Task.run(() -> client.send("waits for room"));
        List<String> received = new ArrayList<>();
        while (received.size() <= sent.size()) {
            received.add(session.receive(Sessions.LONG).text());
        }
        sender.result();
        assertThat(received).startsWith(sent.toArray(String[]::new)).endsWith("waits for room");
    }

    @Test
    void shouldFlushWhenEverythingIsAcknowledged() throws Exception {
        client.flush(Duration.ZERO);
        client.send("one");
        assertThatThrownBy(() -> client.flush(SHORT)).isInstanceOf(SessionTimeoutException.class);
        Task<Void> flusher = Task.run(() -> client.flush(Sessions.LONG));
        session.poll((from, message) -> assertThat(flusher.isDone()).isFalse());
        flusher.result();
        client.flush(Duration.ZERO);
    }

    @Test
    void shouldFlushFragmentedMessagesAndTheOutbox() throws Exception {
        assertThat(offer("b".repeat(BIG))).isTrue();
        Task<Void> flusher = Task.run(() -> client.flush(Sessions.LONG));
        session.receive(Sessions.LONG);
        flusher.result();
        assertThat(client.statistics().outboxLength()).isZero();
    }

    @Test
    void shouldNotFlushInACallbackThatTheFlushWaitsFor() {
        session.send("flush!");
        List<Throwable> thrown = new ArrayList<>();
        client.poll((from, message) -> {
            try {
                from.flush(Sessions.LONG);
            } catch (IllegalStateException e) {
                thrown.add(e);
            }
        });
        assertThat(thrown).hasSize(1);
    }

    private void fill() {
        int count = 0;
        while (offer("message " + count)) {
            count++;
        }
        assertThat(count).isGreaterThan(2);
    }

    private boolean offer(String text) {
        boolean accepted = client.offer(MessageKind.TEXT, bytes(text));
        if (accepted) {
            sent.add(text);
        }
        return accepted;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
