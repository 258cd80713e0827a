// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static io.shmooze.session.MemoryPair.inAnHour;
import static io.shmooze.session.MemoryPair.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.Claim;
import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SendingEndTest {
    private final MemoryPair pair = new MemoryPair();
    private final CurrentAttachment current = new CurrentAttachment("memory");
    private final SendingEnd sending = new SendingEnd(current, MemoryPair.LIMIT);

    @BeforeEach
    void attach() {
        sending.attach(() -> current.attach(pair.server));
    }

    @Test
    void shouldPublishAtOnce() {
        assertThat(sending.publishNow(MessageKind.TEXT, text("now"))).isTrue();
        assertThat(sending.offer(MessageKind.TEXT, text("offered"))).isTrue();
        sending.sendWithoutWaiting(MessageKind.TEXT, text("sent"));
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("now", "offered", "sent");
        assertThat(current.counts().messages()).isEqualTo(3);
        assertThat(current.counts().bytes()).isEqualTo(14);
    }

    @Test
    void shouldRefuseAnOfferToAFullLaneAndLeaveNothingBehind() {
        int filled = MemoryPair.fill(pair.server.outgoing());
        assertThat(sending.offer(MessageKind.BINARY, ByteBuffer.allocate(64))).isFalse();
        assertThat(sending.isOutboxEmpty()).isTrue();
        assertThat(MemoryPair.readAll(pair.client.incoming())).hasSize(filled);
    }

    @Test
    void shouldPutWhatFindsNoRoomIntoTheOutboxAndDrainItInOrder() {
        int filled = MemoryPair.fill(pair.server.outgoing());
        sending.sendWithoutWaiting(MessageKind.TEXT, text("a".repeat(64)));
        sending.sendWithoutWaiting(MessageKind.TEXT, text("b"));
        assertThat(sending.outboxLength()).as("b goes after a").isEqualTo(2);
        assertThat(sending.canPublishOutbox(pair.server)).isFalse();
        assertThat(MemoryPair.readAll(pair.client.incoming())).hasSize(filled);
        assertThat(sending.canPublishOutbox(pair.server)).isTrue();
        sending.publishOutbox();
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("a".repeat(64), "b");
    }

    @Test
    void shouldNotPassTheOutboxByAnOffer() {
        MemoryPair.fill(pair.server.outgoing());
        sending.sendWithoutWaiting(MessageKind.TEXT, text("a".repeat(200)));
        pair.readAtClient();
        pair.readAtClient();
        assertThat(sending.offer(MessageKind.TEXT, text("b"))).as("a has no room yet").isFalse();
    }

    @Test
    void shouldDrainForAThreadThatDidNotGetTheLock() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Task<Boolean> holder = Task.call(() -> sending.run(inAnHour(), on -> {
            held.countDown();
            release.await();
            return true;
        }));
        held.await();
        assertThat(sending.offer(MessageKind.TEXT, text("no"))).as("an offer does not wait").isFalse();
        assertThat(sending.claim(MessageKind.TEXT, 2)).as("a claim does not wait").isNull();
        sending.sendWithoutWaiting(MessageKind.TEXT, text("from a callback"));
        assertThat(sending.outboxLength()).isEqualTo(1);
        sending.publishOutbox();
        assertThat(sending.canPublishOutbox(pair.server)).as("the holder owes it").isFalse();
        release.countDown();
        assertThat(holder.result()).isTrue();
        assertThat(sending.isOutboxEmpty()).isTrue();
        assertThat(pair.readAtClient()).isEqualTo("from a callback");
    }

    @Test
    void shouldHoldTheLockFromClaimToCommit() throws Exception {
        Claim claim = sending.claim(MessageKind.TEXT, 5);
        claim.buffer().put("claim".getBytes());
        Task<Void> other = Task.run(() -> {
            assertThat(sending.publishNow(MessageKind.TEXT, text("no"))).isFalse();
            assertThatThrownBy(claim::commit).isInstanceOf(IllegalStateException.class);
            claim.close();
        });
        other.result();
        assertThatThrownBy(() -> sending.offer(MessageKind.TEXT, text("no")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("has a claim");
        claim.commit();
        claim.close();
        assertThatThrownBy(claim::buffer).isInstanceOf(IllegalStateException.class);
        assertThat(sending.offer(MessageKind.TEXT, text("after"))).isTrue();
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("claim", "after");
    }

    @Test
    void shouldSendNothingForAnAbandonedClaim() {
        sending.claim(MessageKind.TEXT, 5).close();
        assertThat(sending.offer(MessageKind.TEXT, text("after"))).isTrue();
        assertThat(MemoryPair.readAll(pair.client.incoming())).containsExactly("after");
        assertThatThrownBy(() -> sending.claim(MessageKind.TEXT, 1000)).isInstanceOf(MessageTooLongException.class);
        assertThat(sending.offer(MessageKind.TEXT, text("free"))).as("the lock was given back").isTrue();
    }

    @Test
    void shouldRefuseWhatIsTooLong() {
        ByteBuffer payload = ByteBuffer.allocate(MemoryPair.LIMIT + 1);
        assertThatThrownBy(() -> sending.offer(MessageKind.BINARY, payload))
                .isInstanceOf(MessageTooLongException.class)
                .hasMessageContaining("65537").hasMessageContaining("65536");
        assertThatThrownBy(() -> sending.sendWithoutWaiting(MessageKind.BINARY, payload))
                .isInstanceOf(MessageTooLongException.class);
    }

    @Test
    void shouldCollectWhatWasNotAcknowledgedAndSendItAgain() {
        sending.offer(MessageKind.TEXT, text("read"));
        sending.offer(MessageKind.TEXT, text("lost"));
        pair.readAtClient();
        var unacknowledged = sending.detach(current::detach);
        assertThat(unacknowledged).hasSize(1);
        assertThat(sending.offer(MessageKind.TEXT, text("nobody there"))).isFalse();
        sending.sendWithoutWaiting(MessageKind.TEXT, text("waits"));
        sending.sendAgain(unacknowledged, List.of());
        MemoryPair next = new MemoryPair();
        sending.attach(() -> current.attach(next.server));
        assertThat(MemoryPair.readAll(next.client.incoming())).containsExactly("lost", "waits");
    }

    @Test
    void shouldRunAStepAgainOnTheNextAttachment() throws Exception {
        MemoryPair next = new MemoryPair();
        CountDownLatch begun = new CountDownLatch(1);
        Task<Boolean> sender = Task.call(() -> sending.run(inAnHour(), on -> {
            begun.countDown();
            return on == next.server;
        }));
        begun.await();
        MemoryPair.listenUntilTheEnd(pair.server);
        pair.client.close();
        Patience.until(pair.server::isOver);
        sending.detach(current::detach);
        sending.attach(() -> current.attach(next.server));
        assertThat(sender.result()).isTrue();
    }

    @Test
    void shouldSaySoWhenTheSessionIsOver() {
        sending.detach(current::detach);
        current.setState(SessionState.CLOSED);
        assertThatThrownBy(() -> sending.offer(MessageKind.TEXT, text("late")))
                .isInstanceOf(SessionClosedException.class).hasMessageContaining("'memory'");
    }
}
