// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Batch;
import io.shmooze.Claim;
import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.Peer;
import io.shmooze.Session;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionListener;
import io.shmooze.SessionState;
import io.shmooze.UnavailableException;
import io.shmooze.segment.Side;
import io.shmooze.testing.InMemoryWire;
import io.shmooze.testing.Patience;
import io.shmooze.testing.TestSegment;
import io.shmooze.wait.Doorbell;
import io.shmooze.wait.SessionThread;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Complete sessions over a segment in memory; the loop of each runs on its own thread. */
@Timeout(60)
class DuplexSessionTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    private final List<Detachment> detachments = Collections.synchronizedList(new ArrayList<>());
    private final List<DuplexSession> open = new ArrayList<>();
    private final SessionListener follower = new SessionListener() {
        @Override
        public void onDetached(Session session, Detachment detachment) {
            detachments.add(detachment);
        }

        @Override
        public void onError(Session session, Throwable error) {
            errors.add(error);
        }
    };

    /** Gives the attachments that a test puts in, until it is cancelled. */
    private static final class Queued implements AttachmentSource {
        private final BlockingQueue<Runnable> answers = new LinkedBlockingQueue<>();
        private Attachment next;

        void give(Attachment attachment) {
            answers.add(() -> next = attachment);
        }

        void refuse(String reason) {
            answers.add(() -> {
                throw new UnavailableException(reason);
            });
        }

        @Override
        public Attachment next() {
            try {
                answers.take().run();
                return next;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void cancel() {
            give(null);
        }

        @Override
        public boolean isFinal() {
            return false;
        }
    }

    @AfterEach
    void close() {
        open.forEach(DuplexSession::close);
    }

    @Test
    void shouldPassMessagesBothWays() {
        MemoryPair pair = new MemoryPair();
        session(pair.server, (session, message) -> session.send("echo " + message.text()));
        DuplexSession client = session(pair.client, null);
        client.send("hello");
        assertThat(client.receive(LONG).text()).isEqualTo("echo hello");
        client.flush(LONG);
        assertThat(client.statistics().messagesSent()).isEqualTo(1);
        assertThat(client.statistics().bytesReceived()).isEqualTo(10);
    }

    @Test
    void shouldGoOnAfterAListenerThatThrows() {
        MemoryPair pair = new MemoryPair();
        session(pair.server, (session, message) -> {
            received.add(message.text());
            throw new IllegalStateException(message.text());
        });
        DuplexSession client = session(pair.client, null);
        client.send("one");
        client.send("two");
        client.flush(LONG);
        assertThat(received).containsExactly("one", "two");
        assertThat(errors).extracting(Throwable::getMessage).containsExactly("one", "two");
    }

    @Test
    void shouldAnswerFromCallbacksWithFullLanes() {
        MemoryPair pair = new MemoryPair();
        CountDownLatch both = new CountDownLatch(2);
        String large = "x".repeat(300);
        MessageListener echo = (session, message) -> {
            if (message.redelivered() || received.size() >= 200) {
                both.countDown();
            } else {
                received.add("m");
                session.send(large);
                session.send("y".repeat(10));
            }
        };
        session(pair.server, echo);
        DuplexSession client = session(pair.client, echo);
        client.send(large);
        Patience.until(() -> received.size() >= 200);
    }

    @Test
    void shouldReportTheEndWithWhatWasNotAcknowledged() {
        MemoryPair pair = new MemoryPair();
        DuplexSession client = session(pair.client, null, follower);
        client.send("lost");
        pair.server.close();
        Patience.until(() -> client.state() == SessionState.CLOSED && !detachments.isEmpty());
        assertThat(detachments.get(0).reason()).isEqualTo(DetachReason.CLOSED_BY_PEER);
        assertThat(detachments.get(0).unacknowledged()).extracting(Message::text).containsExactly("lost");
        assertThatThrownBy(() -> client.send("late")).isInstanceOf(SessionClosedException.class);
        assertThatThrownBy(() -> client.receive(SECOND)).isInstanceOf(SessionClosedException.class);
    }

    @Test
    void shouldEndAWaitingReceiverWithTheSession() {
        MemoryPair pair = new MemoryPair();
        DuplexSession client = session(pair.client, null);
        Thread closing = new Thread(() -> {
            Patience.until(() -> client.statistics().sleeps() > 0);
            pair.server.close();
        });
        closing.start();
        assertThatThrownBy(() -> client.receive(LONG)).isInstanceOf(SessionClosedException.class);
    }

    @Test
    void shouldSendAgainOnTheNextAttachment() {
        MemoryPair lost = new MemoryPair();
        MemoryPair next = new MemoryPair();
        Queued source = new Queued();
        DuplexSession client = session(lost.client, source, (session, message) -> received.add(message.text()));
        client.send("first");
        lost.server.fail(new IllegalStateException("died"));
        Patience.until(() -> client.state() == SessionState.RECONNECTING);
        client.offer(MessageKind.TEXT, MemoryPair.text("refused while there is nobody"));
        source.give(next.client);
        List<Boolean> marks = Collections.synchronizedList(new ArrayList<>());
        DuplexSession server = session(next.server, (session, message) -> {
            received.add(message.text());
            marks.add(message.redelivered());
        });
        client.send("second");
        client.flush(LONG);
        assertThat(received).containsExactly("first", "second");
        assertThat(marks).containsExactly(true, false);
        assertThat(client.statistics().messagesSent()).as("the one sent again included").isEqualTo(3);
        assertThat(server.state()).isEqualTo(SessionState.OPEN);
    }

    @Test
    void shouldEndWhenThereIsNoNextAttachment() {
        MemoryPair lost = new MemoryPair();
        Queued source = new Queued();
        DuplexSession client = session(lost.client, source, null, follower);
        client.send("left");
        lost.server.close();
        source.refuse("nobody serves");
        Patience.until(() -> client.state() == SessionState.CLOSED && detachments.size() == 2);
        assertThat(detachments.get(1).detail()).isEqualTo("nobody serves");
        assertThat(detachments.get(1).unacknowledged()).extracting(Message::text).containsExactly("left");
    }

    @Test
    void shouldEndAReconnectThatIsCancelled() {
        MemoryPair lost = new MemoryPair();
        DuplexSession client = session(lost.client, new Queued(), null, follower);
        lost.server.close();
        Patience.until(() -> client.state() == SessionState.RECONNECTING);
        client.close();
        assertThat(client.state()).isEqualTo(SessionState.CLOSED);
        assertThat(detachments).extracting(Detachment::reason)
                .containsExactly(DetachReason.CLOSED_BY_PEER, DetachReason.CLOSED_HERE);
    }

    @Test
    void shouldRefuseToPollInACallback() {
        MemoryPair pair = new MemoryPair();
        DuplexSession server = session(pair.server, null);
        DuplexSession client = session(pair.client, null);
        client.send("one");
        client.send("two");
        Patience.until(() -> server.poll((session, message) -> {
            assertThatThrownBy(() -> session.poll((again, next) -> { }, 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> session.receive(SECOND)).isInstanceOf(IllegalStateException.class);
        }, 1) == 1);
        assertThat(server.receive(LONG).text()).isEqualTo("two");
    }

    @Test
    void shouldRefuseABatchInACallback() {
        MemoryPair pair = new MemoryPair();
        DuplexSession server = session(pair.server, null);
        session(pair.client, (session, message) -> {
            assertThatThrownBy(session::batch).isInstanceOf(IllegalStateException.class);
            session.send("in the listener");
        });
        try (Batch batch = server.batch()) {
            batch.send("to the listener");
        }
        Patience.until(() -> server.poll((session, message) -> {
            assertThatThrownBy(session::batch).isInstanceOf(IllegalStateException.class);
        }, 1) == 1);
    }

    @Test
    void shouldDeliverWhatALostPeerHadPublishedWhileAClaimIsOpen() {
        MemoryPair pair = new MemoryPair();
        DuplexSession client = session(pair.client, null);
        Claim claim = client.claim(MessageKind.TEXT, 1);
        pair.server.outgoing().publishWhole(MessageKind.TEXT, MemoryPair.text("last"));
        pair.server.close();
        Patience.until(pair.client::isOver);
        Patience.until(() -> client.poll((session, message) -> received.add(message.text()), 1) == 1);
        assertThat(received).containsExactly("last");
        claim.close();
        Patience.until(() -> client.state() == SessionState.CLOSED);
    }

    @Test
    void shouldCloseAlthoughThePeerDoesNotRespond() {
        MemoryPair pair = new MemoryPair(MemoryPair.options(null, Duration.ofMillis(1)));
        DuplexSession client = session(pair.client, null);
        MemoryPair.fill(pair.client.outgoing());
        assertThat(client.enqueue(MessageKind.TEXT, MemoryPair.text("a".repeat(64)))).isTrue();
        client.close();
        assertThat(client.state()).isEqualTo(SessionState.CLOSED);
    }

    @Test
    void shouldCloseFromACallback() {
        MemoryPair pair = new MemoryPair();
        DuplexSession server = session(pair.server, (session, message) -> session.close(), follower);
        DuplexSession client = session(pair.client, null, new SessionListener() {
        });
        client.send("close");
        Patience.until(() -> server.state() == SessionState.CLOSED && client.state() == SessionState.CLOSED);
        assertThat(detachments).extracting(Detachment::reason).containsExactly(DetachReason.CLOSED_HERE);
    }

    @Test
    void shouldDeliverWhatIsThereBeforeItCloses() {
        MemoryPair pair = new MemoryPair();
        DuplexSession server = session(pair.server, (session, message) -> received.add(message.text()));
        DuplexSession client = session(pair.client, null);
        for (int i = 0; i < 3; i++) {
            client.send("m" + i);
        }
        server.close();
        assertThat(received).containsExactly("m0", "m1", "m2");
    }

    @Test
    void shouldRefuseTheNextAttachmentWhoseLimitIsTooLow() {
        MemoryPair lost = new MemoryPair();
        Queued source = new Queued();
        DuplexSession client = session(lost.client, source, null, follower);
        client.send(MessageKind.BINARY, ByteBuffer.allocate(200));
        lost.server.fail(new IllegalStateException("died"));
        InMemoryWire wire = InMemoryWire.create();
        source.give(Attachment.open(new HandshakeResult(TestSegment.inMemory(1024), Side.CLIENT,
                Doorbell.open(wire, "next", true), new Peer(3, "user", "next"), 100, Set.of()),
                MemoryPair.options(null)));
        Patience.until(() -> client.state() == SessionState.CLOSED && detachments.size() == 2);
        assertThat(detachments.get(1).reason()).isEqualTo(DetachReason.FAILED);
        assertThat(detachments.get(1).detail()).contains("200").contains("100");
    }

    private DuplexSession session(Attachment attachment, MessageListener listener, SessionListener... more) {
        return session(attachment, AttachmentSource.none(), listener, more);
    }

    private DuplexSession session(Attachment attachment, AttachmentSource source, MessageListener listener,
                                  SessionListener... more) {
        SessionListener[] followers = more.length > 0 ? more : new SessionListener[] {follower};
        DuplexSession session = new DuplexSession(MemoryPair.options(listener, followers), source);
        session.attach(attachment);
        open.add(session);
        new SessionThread(session::run, "session").start();
        return session;
    }
}
