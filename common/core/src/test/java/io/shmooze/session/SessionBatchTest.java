// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static io.shmooze.session.MemoryPair.inAnHour;
import static io.shmooze.session.MemoryPair.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Batch;
import io.shmooze.Claim;
import io.shmooze.InterruptedSessionException;
import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionBatchTest {
    private static final int CLIENT_ARRIVALS = Side.CLIENT.ownLineOffset() + SegmentDescriptor.ARRIVALS_EPOCH_OFFSET;

    private final MemoryPair pair = new MemoryPair();
    private final CurrentAttachment current = new CurrentAttachment("memory");
    private final SendingEnd sending = new SendingEnd(current, MemoryPair.LIMIT);
    private final BlockingSender blocking = new BlockingSender(current, sending);
    private final SessionBatch batches = new SessionBatch(current, sending, blocking);

    @BeforeEach
    void attach() {
        sending.attach(() -> current.attach(pair.server));
    }

    @Test
    void shouldPublishEachMessageAtOnce() {
        try (Batch batch = batches.begin()) {
            batch.send("one");
            assertThat(pair.readAtClient()).isEqualTo("one");
            batch.send(new byte[] {'t', 'w', 'o'});
            assertThat(pair.readAtClient()).isEqualTo("two");
        }
        assertThat(current.counts().messages()).isEqualTo(2);
        assertThat(current.counts().bytes()).isEqualTo(6);
        assertThat(sending.offer(MessageKind.TEXT, text("after"))).as("the lock is free").isTrue();
    }

    @Test
    void shouldRingWhenItSeesThatThePeerSleepsAndOnceForEachEpoch() {
        try (Batch batch = batches.begin()) {
            batch.send("awake");
            assertThat(pair.server.counts().bells()).isZero();
            pair.segment.putIntRelease(CLIENT_ARRIVALS, 1);
            batch.send("asleep");
            assertThat(pair.server.counts().bells()).isEqualTo(1);
        }
        assertThat(pair.server.counts().bells()).isEqualTo(1);
    }

    @Test
    void shouldWakeAPeerThatFellAsleepAfterTheLastLook() {
        Batch batch = batches.begin();
        batch.send("last");
        pair.segment.putIntRelease(CLIENT_ARRIVALS, 1);
        assertThat(pair.server.counts().bells()).isZero();
        batch.close();
        assertThat(pair.server.counts().bells()).isEqualTo(1);
    }

    @Test
    void shouldWakeThePeerBeforeItWaitsForRoom() throws Exception {
        Task<Void> sender = Task.run(() -> {
            try (Batch batch = batches.begin()) {
                for (int i = 0; i < 4; i++) {
                    batch.send(new byte[64]);
                }
                pair.segment.putIntRelease(CLIENT_ARRIVALS, 1);
                batch.send(new byte[64]);
            }
        });
        Patience.until(() -> pair.server.counts().bells() == 1);
        // The sender may publish the fifth while these are read.
        int read = MemoryPair.readAll(pair.client.incoming()).size();
        assertThat(read).isBetween(4, 5);
        sender.result();
        assertThat(read + MemoryPair.readAll(pair.client.incoming()).size()).isEqualTo(5);
    }

    @Test
    void shouldSendALongMessageBetweenShortOnes() throws Exception {
        String large = "x".repeat(2000);
        Task<Void> sender = Task.run(() -> {
            try (Batch batch = batches.begin()) {
                batch.send("before");
                batch.send(large);
                batch.send("behind");
            }
        });
        List<String> read = new ArrayList<>();
        Patience.until(() -> read.addAll(MemoryPair.readAll(pair.client.incoming())) && read.size() == 3);
        sender.result();
        assertThat(read).containsExactly("before", large, "behind");
    }

    @Test
    void shouldSendTheOutboxFirst() throws Exception {
        try (Batch batch = batches.begin()) {
            Task.run(() -> sending.sendWithoutWaiting(MessageKind.TEXT, text("from a callback"))).result();
            assertThat(sending.outboxLength()).isEqualTo(1);
            batch.send("later");
            Task.run(() -> sending.sendWithoutWaiting(MessageKind.TEXT, text("last"))).result();
        }
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("from a callback", "later", "last");
    }

    @Test
    void shouldKeepOtherSendersOut() throws Exception {
        Batch batch = batches.begin();
        Task.run(() -> {
            assertThat(sending.offer(MessageKind.TEXT, text("no"))).isFalse();
            assertThat(sending.claim(MessageKind.TEXT, 2)).isNull();
            assertThatThrownBy(() -> batch.send("no")).isInstanceOf(IllegalStateException.class);
            batch.close();
        }).result();
        Task<Void> other = Task.run(() -> blocking.send(MessageKind.TEXT, text("waits"), inAnHour()));
        Patience.until(() -> other.thread().getState() == Thread.State.TIMED_WAITING);
        batch.send("first");
        batch.close();
        other.result();
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("first", "waits");
    }

    @Test
    void shouldRefuseOtherWaysToSendAndStayOpen() {
        try (Batch batch = batches.begin()) {
            assertThatThrownBy(() -> blocking.send(MessageKind.TEXT, text("no"), inAnHour()))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("a batch");
            assertThatThrownBy(() -> sending.offer(MessageKind.TEXT, text("no")))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> sending.claim(MessageKind.TEXT, 2)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(batches::begin).isInstanceOf(IllegalStateException.class);
            batch.send("still open");
        }
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("still open");
    }

    @Test
    void shouldNotEndByAClaimThatWasClosedBefore() {
        Claim claim = sending.claim(MessageKind.TEXT, 2);
        assertThatThrownBy(batches::begin).isInstanceOf(IllegalStateException.class);
        claim.close();
        try (Batch batch = batches.begin()) {
            claim.close();
            assertThatThrownBy(claim::commit).isInstanceOf(IllegalStateException.class);
            batch.send("still open");
        }
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("still open");
    }

    @Test
    void shouldNotUseAClaimAsABatch() {
        Batch batch = batches.begin();
        batch.close();
        try (Claim claim = sending.claim(MessageKind.TEXT, 2)) {
            assertThatThrownBy(() -> batch.send("no")).isInstanceOf(IllegalStateException.class);
            batch.close();
            claim.buffer().put(text("ok"));
            claim.commit();
        }
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("ok");
    }

    @Test
    void shouldGiveTheLockBackAfterAnException() {
        assertThatThrownBy(() -> {
            try (Batch batch = batches.begin()) {
                assertThatThrownBy(() -> batch.send(new byte[MemoryPair.LIMIT + 1]))
                        .isInstanceOf(MessageTooLongException.class);
                batch.send("short enough");
                throw new IllegalArgumentException("by the application");
            }
        }).isInstanceOf(IllegalArgumentException.class);
        assertThat(sending.offer(MessageKind.TEXT, text("free"))).isTrue();
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("short enough", "free");
    }

    @Test
    void shouldStayOpenAfterAnInterruptedWaitForRoom() throws Exception {
        int filled = MemoryPair.fill(pair.server.outgoing());
        Task<Void> sender = Task.run(() -> {
            try (Batch batch = batches.begin()) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> batch.send(new byte[64])).isInstanceOf(InterruptedSessionException.class);
                assertThat(Thread.interrupted()).isTrue();
                assertThat(MemoryPair.readAll(pair.client.incoming())).as("none of it").hasSize(filled);
                batch.send("next");
            }
        });
        sender.result();
        assertThat(pair.readAtClient()).isEqualTo("next");
    }

    @Test
    void shouldEndTheWaitForAnotherSenderWithAnInterrupt() throws Exception {
        try (Batch batch = batches.begin()) {
            Task<Void> other = Task.run(batches::begin);
            Patience.until(() -> other.thread().getState() == Thread.State.TIMED_WAITING);
            other.thread().interrupt();
            other.assertThrew(InterruptedSessionException.class);
            batch.send("unharmed");
        }
    }

    @Test
    void shouldLetTheAttachmentEndWhenItSendsAgain() throws Exception {
        Task<List<?>> detaching;
        MemoryPair next = new MemoryPair();
        try (Batch batch = batches.begin()) {
            batch.send("lost");
            MemoryPair.listenUntilTheEnd(pair.server);
            pair.client.close();
            Patience.until(pair.server::isOver);
            detaching = Task.call(() -> sending.detach(current::detach));
            Patience.until(() -> detaching.thread().getState() == Thread.State.TIMED_WAITING);
            Task<Void> attaching = Task.run(() -> {
                detaching.result();
                sending.attach(() -> current.attach(next.server));
            });
            // It may find the lock sooner than the thread that detaches: then the message is among the lost ones.
            while (current.present() != next.server) {
                batch.send("x");
            }
            attaching.result();
            batch.send("by the next");
        }
        assertThat(detaching.result()).isNotEmpty();
        assertThat(MemoryPair.readAll(next.client.incoming())).contains("by the next");
    }

    @Test
    void shouldSayThatTheSessionIsOver() {
        Batch batch = batches.begin();
        batch.close();
        sending.detach(current::detach);
        current.setState(SessionState.CLOSED);
        assertThatThrownBy(batches::begin).isInstanceOf(SessionClosedException.class);
    }

    @Test
    void shouldEndABatchOfAnEndedSession() throws Exception {
        try (Batch batch = batches.begin()) {
            MemoryPair.listenUntilTheEnd(pair.server);
            pair.client.close();
            Patience.until(pair.server::isOver);
            Task<Void> ending = Task.run(() -> {
                sending.detach(current::detach);
                current.setState(SessionState.CLOSED);
            });
            assertThatThrownBy(() -> {
                while (true) {
                    batch.send(new byte[64]);
                }
            }).isInstanceOf(SessionClosedException.class);
            ending.result();
        }
        assertThatThrownBy(() -> sending.check(0)).isInstanceOf(SessionClosedException.class);
    }

    @Test
    void shouldKeepTheOrderOfEachThreadIfSeveralHaveBatches() throws Exception {
        int messages = 5_000;
        List<Task<Void>> senders = new ArrayList<>();
        for (String name : new String[] {"a", "b"}) {
            senders.add(Task.run(() -> {
                try (Batch batch = batches.begin()) {
                    for (int i = 0; i < messages; i++) {
                        batch.send(name + i);
                    }
                }
            }));
        }
        int[] next = new int[2];
        while (next[0] + next[1] < 2 * messages) {
            for (String read : MemoryPair.readAll(pair.client.incoming())) {
                assertThat(read.substring(1)).isEqualTo(Integer.toString(next[read.charAt(0) - 'a']++));
            }
        }
        for (Task<Void> sender : senders) {
            sender.result();
        }
    }
}
