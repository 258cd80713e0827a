// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.testing.Patience;
import java.nio.BufferUnderflowException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import net.openhft.chronicle.bytes.Bytes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class CallbackTest {
    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final Inbox inbox = new Inbox();
    private final SessionRecorder recorder = new SessionRecorder();

    @Test
    void shouldSurviveEveryThrowableOfACallback() {
        sessions.start(sessions.server().sessionListener(recorder).onMessage((session, message) -> {
            inbox.onMessage(session, message);
            switch (message.text()) {
                case "exception" -> throw new IllegalArgumentException("thrown by a callback");
                case "error" -> throw new StackOverflowError("thrown by a callback");
                default -> { }
            }
        }));
        ShmoozeClient client = sessions.connect(sessions.client());
        client.send("exception");
        client.send("error");
        client.send("fine");
        client.flush(Sessions.LONG);
        assertThat(inbox.texts()).containsExactly("exception", "error", "fine");
        assertThat(recorder.awaitErrors(2)).hasSize(2)
                .allMatch(error -> error.getMessage().equals("thrown by a callback"));
    }

    @Test
    void shouldSurviveListenersThatThrow() {
        sessions.start(sessions.server().onMessage((session, message) -> {
            inbox.onMessage(session, message);
            throw new IllegalArgumentException("the message listener throws");
        }).sessionListener(new SessionListener() {
            @Override
            public void onAttached(Session session) {
                throw new IllegalStateException("the session listener throws");
            }

            @Override
            public void onError(Session session, Throwable error) {
                throw new IllegalStateException("the session listener throws");
            }
        }));
        ShmoozeClient client = sessions.connect(sessions.client());
        client.send("one");
        client.send("two");
        client.flush(Sessions.LONG);
        assertThat(inbox.texts()).containsExactly("one", "two");
    }

    @Test
    void shouldNotAcknowledgeAMessageWhoseCallbackClosesTheSession() {
        CountDownLatch sent = new CountDownLatch(1);
        sessions.start(sessions.server().onMessage((session, message) -> {
            inbox.onMessage(session, message);
            if (message.text().equals("close")) {
                Patience.until(() -> sent.getCount() == 0);
                session.close();
            }
        }));
        ShmoozeClient client =
                sessions.connect(sessions.client().reconnectTimeout(Duration.ZERO).sessionListener(recorder));
        for (String text : List.of("one", "close", "after")) {
            client.send(text);
        }
        sent.countDown();
        Detachment detachment = recorder.awaitDetached(1);
        assertThat(detachment.reason()).isEqualTo(DetachReason.CLOSED_BY_PEER);
        assertThat(SessionRecorder.unacknowledged(detachment)).containsExactly("close", "after");
        assertThat(inbox.texts()).containsExactly("one", "close");
    }

    @Test
    void shouldReportTheAttachmentBeforeItsFirstMessageAndItsEndAfterTheLast() {
        List<String> order = new CopyOnWriteArrayList<>();
        sessions.start(sessions.server().onMessage((session, message) -> order.add(message.text()))
                .sessionListener(new SessionListener() {
                    @Override
                    public void onAttached(Session session) {
                        order.add("attached");
                    }

                    @Override
                    public void onDetached(Session session, Detachment detachment) {
                        order.add("detached");
                        recorder.onDetached(session, detachment);
                    }
                }));
        ShmoozeClient client = sessions.connect(sessions.client());
        client.send("first");
        client.send("last");
        client.close();
        assertThat(recorder.awaitDetached(1).reason()).isEqualTo(DetachReason.CLOSED_BY_PEER);
        assertThat(order).containsExactly("attached", "first", "last", "detached");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 140, 1000})
    void shouldRefuseTheUseOfAMessageAfterItsCallback(int length) {
        AtomicReference<Message> kept = new AtomicReference<>();
        AtomicReference<Bytes<?>> bytes = new AtomicReference<>();
        sessions.start(sessions.server().onMessage((session, message) -> {
            kept.set(message);
            bytes.set(message.bytes());
        }));
        ShmoozeClient client = sessions.connect(sessions.client());
        client.send("x".repeat(length));
        client.flush(Sessions.LONG);
        Message message = kept.get();
        List<ThrowingCallable> uses = List.of(message::kind, message::length, message::text, message::bytes,
                message::buffer, message::toByteArray, message::redelivered, message::peer);
        for (ThrowingCallable use : uses) {
            assertThatThrownBy(use).isInstanceOf(IllegalStateException.class);
        }
        List<ThrowingCallable> reads = List.of(bytes.get()::readByte, bytes.get()::readLong,
                () -> bytes.get().readByte(0), bytes.get()::toByteArray);
        for (ThrowingCallable read : reads) {
            assertThatThrownBy(read).isInstanceOfAny(IllegalStateException.class, BufferUnderflowException.class);
        }
    }
}
