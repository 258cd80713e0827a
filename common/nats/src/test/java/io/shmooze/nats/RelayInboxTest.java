// SPDX-License-Identifier: Apache-2.0
package io.shmooze.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import io.shmooze.nats.RelayInbox.Arrival;
import io.shmooze.nats.RelayRecord.Type;
import io.shmooze.testing.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What has come by the stream or beside it, in any order, and who hands it over. */
@Timeout(60)
class RelayInboxTest {
    private static final long EPOCH = 7;

    private final RelayInbox inbox = new RelayInbox();
    private final AtomicInteger forgotten = new AtomicInteger();

    private Message message(long number, String text) {
        RelayBatch batch = RelayBatch.toWrite(1000);
        batch.add(RelayRecord.of(Type.MESSAGE, text));
        return new NatsMessage("subject", null, batch.number(EPOCH, number, false).data()) {
            @Override
            public void ack() {
                forgotten.incrementAndGet();
            }
        };
    }

    private RelayBatch direct(long number) {
        return RelayBatch.read(message(number, "" + number), false);
    }

    private RelayBatch stored(long number) {
        return RelayBatch.read(message(number, "" + number), true);
    }

    private static String text(RelayBatch batch) {
        return batch.next().text();
    }

    @Test
    void shouldGiveTheTurnToTheOneThatBringsTheNext() {
        RelayBatch first = direct(1);
        assertThat(inbox.receive(first)).isEqualTo(Arrival.TURN);
        assertThat(inbox.receive(direct(2))).isEqualTo(Arrival.TAKEN);
        inbox.handedOver(first);
        assertThat(inbox.receive(direct(3))).isEqualTo(Arrival.TAKEN);
        assertThat(inbox.received()).isEqualTo(3);
        assertThat(inbox.handled()).isZero();
    }

    @Test
    void shouldKeepTheOrderWhenTheTurnComesBackUndone() throws Exception {
        RelayBatch first = direct(1);
        inbox.receive(first);
        inbox.receive(direct(2));
        inbox.putBack(first);
        for (String expected : List.of("1", "2")) {
            RelayBatch next = inbox.take();
            assertThat(text(next)).isEqualTo(expected);
            inbox.handedOver(next);
        }
        assertThat(inbox.take()).isNull();
        List<RelayBatch> handedOver = inbox.takeHandedOver();
        assertThat(handedOver).hasSize(2);
        inbox.handled(handedOver);
        assertThat(inbox.handled()).isEqualTo(2);
    }

    @Test
    void shouldForgetInTheStreamWhatIsHandledAndNothingElse() {
        RelayBatch first = direct(1);
        inbox.receive(first);
        inbox.handedOver(first);
        assertThat(inbox.receive(stored(1))).isEqualTo(Arrival.TAKEN);
        assertThat(inbox.receive(stored(3))).isEqualTo(Arrival.MISSING);
        assertThat(forgotten).hasValue(0);
        inbox.handled(inbox.takeHandedOver());
        assertThat(forgotten).hasValue(1);
        assertThat(inbox.receive(stored(1))).isEqualTo(Arrival.TAKEN);
        assertThat(forgotten).hasValue(2);
        assertThat(inbox.receive(direct(1))).isEqualTo(Arrival.TAKEN);
        assertThat(inbox.receive(stored(2))).isEqualTo(Arrival.TURN);
        assertThat(forgotten).hasValue(2);
        inbox.close();
        assertThat(forgotten).hasValue(3);
    }

    /** One thread brings, and hands over what it may; another one is the pump. */
    @Test
    void shouldHandOverEachOnceInOrderByTwoThreads() throws Exception {
        int count = 20_000;
        List<String> seen = new ArrayList<>();
        Task<Void> pump = Task.run(() -> {
            while (inbox.handled() < count) {
                RelayBatch next = inbox.take();
                if (next == null) {
                    inbox.handled(inbox.takeHandedOver());
                } else {
                    seen.add(text(next));
                    inbox.handedOver(next);
                }
            }
        });
        for (int i = 1; i <= count; i++) {
            RelayBatch batch = direct(i);
            if (inbox.receive(batch) == Arrival.TURN) {
                if (i % 3 == 0) {
                    inbox.putBack(batch);
                } else {
                    seen.add(text(batch));
                    inbox.handedOver(batch);
                }
            }
        }
        pump.result();
        assertThat(seen).hasSize(count);
        for (int i = 1; i <= count; i++) {
            assertThat(seen.get(i - 1)).isEqualTo("" + i);
        }
    }
}
