// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Claim;
import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import io.shmooze.Session;
import io.shmooze.SessionTimeoutException;
import io.shmooze.server.ShmoozeServer;
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

/** Messages that are written in the lane instead of being copied there. */
@Timeout(120)
class ClaimTest {
    /** Half of the bulk area. */
    private static final int LONGEST = 2 * 1024 * 1024;
    /** Longer than a frame of the wide lane. */
    private static final String AFTER_IT = "c".repeat(70_000);

    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final Inbox inbox = new Inbox();
    private ShmoozeClient client;
    private Session session;

    @BeforeEach
    void attach() {
        var server = sessions.start(sessions.server());
        client = sessions.connect(sessions.client().reconnectTimeout(Duration.ZERO));
        session = sessions.accept(server);
    }

    @Test
    void shouldPublishWhatWasWrittenInPlace() {
        for (int i = 0; i < 100; i++) {
            assertThat(write(client, "message " + i)).isTrue();
            session.poll(inbox);
        }
        assertThat(inbox.texts()).hasSize(100).startsWith("message 0").endsWith("message 99");
        client.flush(Sessions.LONG);
    }

    @Test
    void shouldPublishNothingThatWasNotCommitted() {
        try (Claim claim = client.claim(MessageKind.TEXT, 5)) {
            claim.buffer().put("wrong".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(session.poll(inbox)).isZero();
        write(client, "right");
        assertThat(session.poll(inbox)).isEqualTo(1);
        assertThat(inbox.texts()).containsExactly("right");
    }

    @Test
    void shouldRefuseWhatSharedMemoryCannotHoldInOnePiece() {
        assertThatThrownBy(() -> client.claim(MessageKind.BINARY, LONGEST + 1))
                .isInstanceOf(MessageTooLongException.class)
                .hasMessageContaining(LONGEST + 1 + " bytes cannot be claimed");
        write(client, "still open");
        assertThat(session.poll(inbox)).isEqualTo(1);
    }

    @Test
    void shouldRefuseALongMessageWithoutABulkArea() {
        var server = sessions.start(ShmoozeServer.builder("other").directory(sessions.directory()).bulkSize(0));
        try (ShmoozeClient other = ShmoozeClient.builder("other").directory(sessions.directory()).connect()) {
            assertThatThrownBy(() -> other.claim(MessageKind.BINARY, 200))
                    .isInstanceOf(MessageTooLongException.class).hasMessageContaining("200 bytes cannot be claimed");
        }
        server.close();
    }

    @Test
    void shouldClaimLongMessagesUntilTheBulkAreaIsFull() {
        assertThat(write(client, "a".repeat(LONGEST))).isTrue();
        assertThat(write(client, "b".repeat(LONGEST))).isTrue();
        assertThat(write(client, AFTER_IT)).isFalse();
        assertThat(session.poll(inbox, 1)).isEqualTo(1);
        assertThat(write(client, AFTER_IT)).isTrue();
        assertThat(session.poll(inbox, 3)).isEqualTo(2);
        assertThat(inbox.texts()).isEqualTo(List.of("a".repeat(LONGEST), "b".repeat(LONGEST), AFTER_IT));
    }

    @Test
    void shouldReturnNullWhileTheLaneIsFull() {
        int count = 0;
        while (write(client, "x".repeat(100))) {
            count++;
        }
        assertThat(count).isPositive();
        assertThat(session.poll(inbox, Integer.MAX_VALUE)).isEqualTo(count);
        assertThat(write(client, "again")).isTrue();
    }

    @Test
    void shouldHoldUpOtherSendersUntilTheCommit() throws Exception {
        Claim claim = client.claim(MessageKind.TEXT, 5);
        claim.buffer().put("first".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer late = ByteBuffer.wrap("late".getBytes(StandardCharsets.US_ASCII));
        Task.run(() -> client.send(MessageKind.TEXT, late, Duration.ofMillis(10)))
                .assertThrew(SessionTimeoutException.class);
        assertThat(Task.call(() -> client.offer(MessageKind.TEXT, late)).result()).isFalse();
        assertThat(Task.call(() -> client.claim(MessageKind.TEXT, 4)).result()).isNull();
        Task<Void> second = Task.run(() -> client.send("second"));
        claim.commit();
        second.result();
        session.drain(inbox);
        assertThat(inbox.texts()).containsExactly("first", "second");
    }

    @Test
    void shouldRefuseACommitByAnotherThread() throws Exception {
        try (Claim claim = client.claim(MessageKind.TEXT, 5)) {
            Task.run(claim::commit).assertThrew(IllegalStateException.class);
            assertThatThrownBy(() -> client.send("within")).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("commit or close it first");
            claim.commit();
            assertThatThrownBy(claim::buffer).isInstanceOf(IllegalStateException.class);
        }
        client.send("after");
        assertThat(session.poll(inbox, 2)).isEqualTo(2);
    }

    @Test
    void shouldKeepASessionThatIsOverUntilTheClaimIsGivenBack() throws Exception {
        Claim claim = session.claim(MessageKind.TEXT, 4);
        client.close();
        claim.buffer().put("lost".getBytes(StandardCharsets.US_ASCII));
        claim.commit();
        session.close();
        assertThatThrownBy(() -> session.claim(MessageKind.TEXT, 4)).hasMessageContaining("is over");
    }

    @Test
    void shouldNotMixWithMessagesOfOtherThreads() throws Exception {
        int messages = 20_000;
        List<Task<Void>> senders = new ArrayList<>();
        for (String name : new String[] {"a", "b", "c"}) {
            senders.add(Task.run(() -> {
                for (int i = 0; i < messages; i++) {
                    if (!name.equals("a") || !write(client, name + i)) {
                        client.send(name + i);
                    }
                }
            }));
        }
        int[] next = new int[3];
        int count = 0;
        while (count < 3 * messages) {
            count += session.poll((from, message) -> {
                String text = message.text();
                assertThat(text.substring(1)).isEqualTo(Integer.toString(next[text.charAt(0) - 'a']++));
            }, 100);
        }
        for (Task<Void> sender : senders) {
            sender.result();
        }
    }

    private static boolean write(Session to, String text) {
        try (Claim claim = to.claim(MessageKind.TEXT, text.length())) {
            if (claim == null) {
                return false;
            }
            claim.buffer().put(text.getBytes(StandardCharsets.US_ASCII));
            claim.commit();
            return true;
        }
    }
}
