// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.Answer;
import io.shmooze.Message;
import io.shmooze.Question;
import io.shmooze.Session;
import io.shmooze.client.SessionRecorder;
import io.shmooze.client.ShmoozeClient;
import io.shmooze.segment.Side;
import io.shmooze.server.ShmoozeServer;
import io.shmooze.testing.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An end of the channel in this process: the one that outlives the victim, or the one that comes after it. */
final class Survivor implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);

    final SessionRecorder recorder = new SessionRecorder();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final Runnable closing;
    private volatile Session talker;

    /** A server that serves, or a client that has attached. */
    Survivor(Side side, Path directory, int bulkSize) {
        if (side == Side.SERVER) {
            closing = ShmoozeServer.builder(Victim.CHANNEL).directory(directory).onMessage(this::received)
                    .onQuestion(this::asked).bulkSize(bulkSize).sessionListener(recorder).start()::close;
        } else {
            closing = ShmoozeClient.builder(Victim.CHANNEL).directory(directory).connectTimeout(LONG)
                    .reconnectTimeout(LONG).onMessage(this::received).onQuestion(this::asked)
                    .sessionListener(recorder).connect()::close;
        }
    }

    private void received(Session from, Message message) {
        talker = from;
        heard.add(NamedMessages.summary(message));
    }

    private Answer asked(Session from, Question question) {
        questions.add(question.text() + (question.redelivered() ? " again" : ""));
        return Answer.of("survivor " + question.text());
    }

    /** What it was asked until now. */
    List<String> questions() {
        return List.copyOf(questions);
    }

    /** Waits for the n-th attachment and returns its session. */
    Session session(int attachment) {
        return recorder.awaitAttached(attachment);
    }

    /** Sends, and does not wait for the peer's callback. */
    void send(int attachment, String name, int length) {
        session(attachment).send(NamedMessages.text(name, length));
    }

    /** Sends to the peer of the last message. */
    void answer(String name, int length) {
        talker.send(NamedMessages.text(name, length));
    }

    /** The messages that it has received until now. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    /** Waits until as many messages have arrived, which must then be these. */
    void expect(List<String> messages) {
        Patience.until(() -> heard.size() >= messages.size());
        assertThat(heard).containsExactlyElementsOf(messages);
    }

    /** Waits until its session's thread has found nothing to read and sleeps. */
    void awaitAsleep() {
        Session session = session(1);
        Patience.until(() -> session.statistics().sleeps() > 0);
    }

    @Override
    public void close() {
        closing.run();
    }
}
