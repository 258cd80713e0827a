// SPDX-License-Identifier: Apache-2.0
package io.shmooze.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.shmooze.MessageKind;
import io.shmooze.OutboxFullException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Slow callbacks and full outboxes are logged, one line a minute at most. */
class LimitedLogTest {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    @RegisterExtension
    final LogRecorder recorder = new LogRecorder(LimitedLog.class);
    private final MemoryPair pair = new MemoryPair();
    private final CurrentAttachment current = new CurrentAttachment("memory");
    /** After the waits that the pair knows of. */
    private long nowNs = System.nanoTime() + TimeUnit.HOURS.toNanos(1);

    @Test
    void shouldLogOnceAMinuteAndSayHowOftenInBetween() {
        current.attach(pair.server);
        LimitedLog log = new LimitedLog(current);
        log.warn(nowNs, () -> "Full");
        log.warn(nowNs + MINUTE - 1, () -> "Full");
        log.warn(nowNs + MINUTE - 1, () -> "Full");
        log.warn(nowNs + MINUTE, () -> "Still full");
        log.warn(nowNs + 2 * MINUTE, () -> "Full");
        assertThat(lines()).containsExactly("Full (channel 'memory', peer client)",
                "Still full (channel 'memory', peer client; 2 more since the last such line)",
                "Full (channel 'memory', peer client)");
        assertThat(log.count()).isEqualTo(5);
    }

    @Test
    void shouldLogACallbackThatTookLong() {
        CallbackClock clock = new CallbackClock(current, () -> nowNs);
        clock.began(pair.client.incoming().arrivals());
        handOver(clock, SECOND - 1);
        assertThat(lines()).isEmpty();
        handOver(clock, SECOND);
        handOver(clock, SECOND);
        clock.accept(nowNs);
        nowNs += MINUTE;
        clock.waited(nowNs);
        handOver(clock, 2 * SECOND);
        assertThat(lines()).containsExactly("Slow callback: the application took 1000 ms for 1 message, and the peer "
                + "waits meanwhile (channel 'memory', peer none)",
                "Slow callback: the application took 2000 ms for 1 message, and the peer waits meanwhile "
                + "(channel 'memory', peer none; 1 more since the last such line)");
    }

    /** One message, after which the session's own thread waits for a second. */
    private void handOver(CallbackClock clock, long tookNs) {
        clock.beginPass();
        clock.begin();
        nowNs += tookNs;
        clock.end(MessageKind.TEXT, 1);
        clock.passed(1);
        clock.accept(nowNs);
        nowNs += SECOND;
        clock.waited(nowNs);
    }

    @Test
    void shouldTimeCallbacksTogetherWhileTheyAreQuick() {
        CallbackClock clock = new CallbackClock(current, () -> nowNs);
        clock.began(pair.client.incoming().arrivals());
        nowNs += SECOND;
        clock.passed(CallbackClock.UNTIMED - 1);
        assertThat(lines()).as("the clock is not read yet").isEmpty();
        clock.passed(1);
        assertThat(lines()).singleElement().asString().contains("took 1000 ms for 64 messages");
    }

    @Test
    void shouldTimeEachCallbackWhenTheyAreNotQuick() {
        CallbackClock clock = new CallbackClock(current, () -> nowNs);
        clock.began(pair.client.incoming().arrivals());
        for (int i = 0; i < 3 * CallbackClock.UNTIMED; i++) {
            // Many of them take longer than a second, but none does.
            clock.begin();
            nowNs += i < CallbackClock.UNTIMED ? CallbackClock.EXACT_NS : 100 * MILLISECOND;
            clock.end(MessageKind.TEXT, 1);
            clock.passed(1);
        }
        assertThat(lines()).isEmpty();
    }

    @Test
    void shouldLogAFullOutbox() {
        current.attach(pair.server);
        SendingEnd sending = new SendingEnd(current, MemoryPair.LIMIT);
        sending.attach(() -> current.attach(pair.server));
        ByteBuffer half = ByteBuffer.allocate(MemoryPair.LIMIT / 2 + 1);
        sending.sendWithoutWaiting(MessageKind.BINARY, half);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> sending.sendWithoutWaiting(MessageKind.BINARY, half))
                    .isInstanceOf(OutboxFullException.class);
        }
        assertThat(sending.refusals()).isEqualTo(2);
        assertThat(lines()).singleElement().asString().startsWith("The outbox holds 32")
                .endsWith("read fast enough (channel 'memory', peer client)");
    }

    private List<String> lines() {
        return recorder.events().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
