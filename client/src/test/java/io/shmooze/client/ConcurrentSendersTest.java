// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Session;
import io.shmooze.testing.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several threads share a session: their messages do not mix, and those of each thread stay in order. */
@Timeout(120)
class ConcurrentSendersTest {
    private static final int THREADS = 4;
    private static final int MESSAGES = 2000;

    @RegisterExtension
    final Sessions sessions = new Sessions();

    @Test
    void shouldKeepTheMessagesOfSeveralThreadsApartAndInOrder() throws Exception {
        Inbox atServer = new Inbox();
        Inbox atClient = new Inbox();
        SessionRecorder recorder = new SessionRecorder();
        sessions.start(sessions.server().onMessage(atServer).sessionListener(recorder));
        ShmoozeClient client = sessions.connect(sessions.client().onMessage(atClient));

        List<Task<Void>> senders = new ArrayList<>(send(client, THREADS));
        senders.addAll(send(recorder.awaitAttached(1), THREADS));
        for (Task<Void> sender : senders) {
            sender.result();
        }
        check(atServer);
        check(atClient);
    }

    @Test
    void shouldKeepMessagesOfCallbacksAndThreadsApart() throws Exception {
        Inbox inbox = new Inbox();
        SessionRecorder recorder = new SessionRecorder();
        AtomicInteger answers = new AtomicInteger();
        sessions.start(sessions.server().onMessage(inbox).sessionListener(recorder));
        ShmoozeClient client = sessions.connect(sessions.client()
                .onMessage((session, message) -> session.send(text(THREADS - 1, answers.getAndIncrement()))));

        List<Task<Void>> senders = new ArrayList<>(send(client, THREADS - 1));
        for (int i = 0; i < MESSAGES; i++) {
            recorder.awaitAttached(1).send("answer this");
        }
        for (Task<Void> sender : senders) {
            sender.result();
        }
        check(inbox);
    }

    private static List<Task<Void>> send(Session session, int threads) {
        List<Task<Void>> senders = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            senders.add(Task.run(() -> {
                for (int number = 0; number < MESSAGES; number++) {
                    session.send(text(thread, number));
                }
            }));
        }
        return senders;
    }

    /** Some messages have one frame, some several. */
    private static String text(int thread, int number) {
        return thread + ":" + number + ":" + String.valueOf((char) ('a' + thread)).repeat(number % 7 * 40);
    }

    private static void check(Inbox inbox) {
        int[] next = new int[THREADS];
        for (String text : inbox.await(THREADS * MESSAGES).texts()) {
            int thread = text.charAt(0) - '0';
            assertThat(text).isEqualTo(text(thread, next[thread]++));
        }
        assertThat(next).containsOnly(MESSAGES);
    }
}
