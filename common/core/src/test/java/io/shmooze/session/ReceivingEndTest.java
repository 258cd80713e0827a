// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static io.shmooze.session.MemoryPair.inAnHour;
import static io.shmooze.session.MemoryPair.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.InterruptedSessionException;
import io.shmooze.Message;
import io.shmooze.MessageKind;
import io.shmooze.MessageListener;
import io.shmooze.ProtocolException;
import io.shmooze.SessionClosedException;
import io.shmooze.SessionState;
import io.shmooze.segment.SegmentDescriptor;
import io.shmooze.segment.Side;
import io.shmooze.testing.Patience;
import io.shmooze.testing.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReceivingEndTest {
    private final MemoryPair pair = new MemoryPair();
    private final CurrentAttachment current = new CurrentAttachment("memory");
    private final ReceivingEnd receiving = MemoryPair.receivingEnd(current);
    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final MessageListener listener = (session, message) -> received.add(message.text());

    @BeforeEach
    void attach() {
        receiving.locked(() -> current.attach(pair.client));
    }

    @Test
    void shouldHandOutUpToALimit() {
        publish("a", "b", "c");
        assertThat(receiving.poll(null, listener, 2)).isEqualTo(2);
        assertThat(receiving.poll(null, listener, 2)).isEqualTo(1);
        assertThat(receiving.poll(null, listener, 2)).isZero();
        assertThat(received).containsExactly("a", "b", "c");
        assertThat(receiving.messages()).isEqualTo(3);
        assertThat(receiving.bytes()).isEqualTo(3);
    }

    @Test
    void shouldMoveOnWhenTheHandlerThrows() {
        publish("bad", "good");
        assertThatThrownBy(() -> receiving.poll(null, (session, message) -> {
            throw new ProtocolException(message.text());
        }, 1)).isInstanceOf(ProtocolException.class).hasMessage("bad");
        assertThat(pair.client.failure()).as("what a handler throws is not the peer's fault").isNull();
        assertThat(receiving.poll(null, listener, 1)).isEqualTo(1);
        assertThat(received).containsExactly("good");
    }

    @Test
    void shouldEndTheViewWithTheCallback() {
        publish("a");
        Message[] kept = new Message[1];
        receiving.poll(null, (session, message) -> kept[0] = message, 1);
        assertThatThrownBy(() -> kept[0].text()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldKnowWhetherAThreadIsInACallback() throws Exception {
        publish("a");
        receiving.poll(null, (session, message) -> {
            assertThat(receiving.isInCallback()).isTrue();
            assertThat(elsewhere()).as("another thread").isFalse();
        }, 1);
        assertThat(receiving.isInCallback()).isFalse();
    }

    private boolean elsewhere() {
        try {
            return Task.call(receiving::isInCallback).result();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldGoOnReadingWhenTheSendingSideHasFailed() {
        publish("a");
        pair.client.fail(new ProtocolException("an impossible acknowledgement"));
        assertThat(receiving.poll(null, listener, 1)).isEqualTo(1);
    }

    @Test
    void shouldNotWaitForAnotherThreadThatPolls() throws Exception {
        publish("a", "b");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Task<Integer> other = Task.call(() -> receiving.poll(null, (session, message) -> {
            inside.countDown();
            Patience.until(() -> release.getCount() == 0);
        }, 1));
        inside.await();
        assertThat(receiving.poll(null, listener, 1)).isZero();
        release.countDown();
        assertThat(other.result()).isEqualTo(1);
        assertThat(receiving.poll(null, listener, 1)).isEqualTo(1);
    }

    @Test
    void shouldWaitForAMessage() throws Exception {
        Task<Integer> receiver = Task.call(() -> receiving.receive(null, listener, 10, inAnHour()));
        publish("a");
        assertThat(receiver.result()).isEqualTo(1);
        assertThat(receiving.receive(null, listener, 10, System.nanoTime() + 1_000_000)).isZero();
    }

    @Test
    void shouldWaitOnTheNextAttachmentWhenOneEnds() throws Exception {
        MemoryPair.listenUntilTheEnd(pair.client);
        Task<Integer> receiver = Task.call(() -> receiving.receive(null, listener, 1, inAnHour()));
        pair.server.close();
        Patience.until(pair.client::isOver);
        receiving.detach(true, current::detach);
        MemoryPair next = new MemoryPair();
        receiving.locked(() -> current.attach(next.client));
        next.server.outgoing().publishWhole(MessageKind.TEXT, text("next"));
        assertThat(receiver.result()).isEqualTo(1);
        assertThat(received).containsExactly("next");
    }

    @Test
    void shouldKeepWhatALostPeerHadPublished() {
        publish("a", "b");
        receiving.detach(true, current::detach);
        current.setState(SessionState.CLOSED);
        assertThat(receiving.hasBacklog()).isTrue();
        assertThat(receiving.receive(null, listener, 1, inAnHour())).isEqualTo(1);
        assertThat(receiving.poll(null, listener, 10)).isEqualTo(1);
        assertThat(received).containsExactly("a", "b");
        assertThatThrownBy(() -> receiving.receive(null, listener, 1, inAnHour()))
                .isInstanceOf(SessionClosedException.class);
    }

    @Test
    void shouldKeepNothingForAListener() {
        publish("a");
        receiving.detach(false, current::detach);
        assertThat(receiving.hasBacklog()).isFalse();
    }

    @Test
    void shouldTakeNoMoreOnceClosedHere() {
        publish("a", "b");
        receiving.poll(null, (session, message) -> pair.client.close(), 10);
        assertThat(receiving.messages()).isEqualTo(1);
        assertThat(MemoryPair.readAll(pair.client.incoming())).isEmpty();
        assertThat(pair.server.outgoing().unacknowledged()).as("closed in the callback").hasSize(2);
    }

    @Test
    void shouldFailOnAFrameThatBreaksTheProtocol() {
        publish("a");
        int lane = Side.SERVER.outLaneOffset(
                SegmentDescriptor.laneCapacity(pair.segment.length()));
        pair.segment.putLongRelease(lane, -1);
        assertThat(receiving.poll(null, listener, 1)).isZero();
        assertThat(pair.client.failure()).contains("frame header");
        assertThat(pair.client.isOver()).isTrue();
        assertThat(receiving.poll(null, listener, 1)).as("nothing more").isZero();
    }

    @Test
    void shouldDeliverInPassesAndWakeAThreadThatWaitsForTheEnd() throws Exception {
        publish("a", "b");
        Task<Void> closing = Task.run(() -> receiving.awaitDelivered(inAnHour()));
        Patience.until(() -> closing.thread().getState() == Thread.State.TIMED_WAITING);
        assertThat(receiving.deliver(null, listener)).isTrue();
        closing.result();
        assertThat(receiving.deliver(null, listener)).isFalse();
    }

    @Test
    void shouldEndWithAnInterrupt() throws Exception {
        Task<Integer> receiver = Task.call(() -> receiving.receive(null, listener, 1, inAnHour()));
        receiver.thread().interrupt();
        receiver.assertThrew(InterruptedSessionException.class);
        publish("a");
        assertThat(receiving.poll(null, listener, 1)).as("the lock is free").isEqualTo(1);
    }

    @Test
    void shouldReadNoMoreThanALaneHoldsAfterThePeerHasHungUp() {
        pair.server.close();
        receiving.expectEnd();
        int count = 0;
        do {
            // As a thread does that was sending when another one closed.
            publish("late");
        } while (receiving.poll(null, listener, 1) == 1 && ++count < 1000);
        assertThat(count).isBetween(1, 999);
        assertThat(pair.client.failure()).as("a late sender is not hostile").isNull();
        assertThat(pair.client.incoming().hasArrivals()).isFalse();
    }

    private void publish(String... texts) {
        for (String text : texts) {
            assertThat(pair.server.outgoing().publishWhole(MessageKind.TEXT, text(text))).isTrue();
        }
    }
}
