// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.shmooze.Answer;
import io.shmooze.Batch;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Session;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.session.DuplexSession;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Once the code is compiled, a message allocates nothing, and a question only what its owner gets. */
@Timeout(120)
class AllocationTest {
    private static final int MESSAGES = 100_000;
    private static final int WARM_UP_ROUNDS = 5;
    private static final int ANSWER = 64;
    /** Bytes of objects whose references have 4 bytes. */
    private static final int FUTURE = 40;
    private static final int COPY = 32;
    private static final int ARRAY = 16 + ANSWER;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final MessageListener NO_MESSAGE = (from, message) -> {
        throw new AssertionError("A message came: " + message);
    };

    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final ByteBuffer payload = ByteBuffer.allocate(64);
    private final ByteBuffer copy = ByteBuffer.allocate(64);
    private long sum;

    @Test
    void shouldAllocateNothingForAMessageThatIsSentAndPolled() {
        ShmoozeServer server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);
        MessageListener handler = (from, message) -> {
            copy.clear();
            message.copyTo(copy);
            sum += copy.getInt(0);
        };
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            pass(client, session, handler);
        }
        // Sleeping allocates a little: far less than one object for each message.
        assertThat(allocated(() -> pass(client, session, handler))).isLessThan(MESSAGES);
        assertThat(sum).isEqualTo((WARM_UP_ROUNDS + 1L) * MESSAGES * (MESSAGES - 1) / 2);
    }

    private void pass(Session from, Session to, MessageListener handler) {
        for (int i = 0; i < MESSAGES; i++) {
            payload.putInt(0, i);
            from.send(MessageKind.BINARY, payload);
            to.poll(handler);
        }
    }

    @Test
    void shouldAllocateNothingForAMessageThatPassesThroughTheBulkArea() {
        ShmoozeServer server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);
        ByteBuffer large = ByteBuffer.allocate(1000);
        ByteBuffer largeCopy = ByteBuffer.allocate(1000);
        MessageListener handler = (from, message) -> {
            largeCopy.clear();
            message.copyTo(largeCopy);
            sum += largeCopy.getInt(0);
        };
        Runnable pass = () -> {
            for (int i = 0; i < MESSAGES; i++) {
                large.putInt(0, i);
                client.send(MessageKind.BINARY, large);
                assertThatReceived(session.poll(handler));
            }
        };
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            pass.run();
        }
        assertThat(allocated(pass)).isLessThan(MESSAGES);
        assertThat(sum).isEqualTo((WARM_UP_ROUNDS + 1L) * MESSAGES * (MESSAGES - 1) / 2);
    }

    @Test
    void shouldAllocateNothingForAMessageThatIsSentAndReceivedInPlace() {
        ShmoozeServer server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);
        Duration timeout = Duration.ofSeconds(10);
        MessageListener handler = (from, message) -> {
            copy.clear();
            message.copyTo(copy);
            sum += copy.getInt(0);
        };
        Runnable pass = () -> {
            for (int i = 0; i < MESSAGES; i++) {
                payload.putInt(0, i);
                client.send(MessageKind.BINARY, payload);
                assertThatReceived(session.receive(handler, 1, timeout));
            }
        };
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            pass.run();
        }
        assertThat(allocated(pass)).isLessThan(MESSAGES);
        assertThat(sum).isEqualTo((WARM_UP_ROUNDS + 1L) * MESSAGES * (MESSAGES - 1) / 2);
    }

    @Test
    void shouldAllocateNothingForABatchAndItsMessages() {
        ShmoozeServer server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);
        MessageListener handler = (from, message) -> {
            copy.clear();
            message.copyTo(copy);
            sum += copy.getInt(0);
        };
        Runnable pass = () -> {
            for (int i = 0; i < MESSAGES; i += 2) {
                try (Batch batch = client.batch()) {
                    batch.send(MessageKind.BINARY, payload.putInt(0, i));
                    batch.send(MessageKind.BINARY, payload.putInt(0, i + 1));
                }
                session.poll(handler, 2);
            }
        };
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            pass.run();
        }
        assertThat(allocated(pass)).isLessThan(MESSAGES);
        assertThat(sum).isEqualTo((WARM_UP_ROUNDS + 1L) * MESSAGES * (MESSAGES - 1) / 2);
    }

    @Test
    void shouldAllocateTheFutureAndTheCopyOfTheAnswerForAQuestion() throws Exception {
        ShmoozeServer server = sessions.start(sessions.server());
        ShmoozeClient client = sessions.connect(sessions.client());
        Session session = sessions.accept(server);
        Answer answer = Answer.of(new byte[ANSWER]);
        DuplexSession.of(session).questions().onQuestion((from, question) -> answer);
        long bytes = 0;
        for (int i = 0; i <= WARM_UP_ROUNDS; i++) {
            bytes = askAndCount(client, session);
        }
        // One object more has 16 bytes at least.
        assertThat(bytes / MESSAGES).isBetween(ANSWER + 1L, FUTURE + COPY + ARRAY + 15L);
    }

    /** The bytes that the asking side allocates; both sides run on this thread, so that it need not sleep. */
    private long askAndCount(Session client, Session server) throws Exception {
        long bytes = 0;
        for (int i = 0; i < MESSAGES; i++) {
            long before = allocated();
            CompletableFuture<Message> future = client.ask(MessageKind.BINARY, payload);
            bytes += allocated() - before;
            server.poll(NO_MESSAGE);
            before = allocated();
            assertThatReceived(future.get().length() == ANSWER ? 1 : 0);
            bytes += allocated() - before;
        }
        return bytes;
    }

    private static void assertThatReceived(int count) {
        if (count != 1) {
            throw new AssertionError("Received " + count + " messages");
        }
    }

    private static long allocated(Runnable body) {
        long before = allocated();
        body.run();
        return allocated() - before;
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
