// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.MessageTooLongException;
import io.shmooze.SessionClosedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TypedLinesTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeScreen screen = new FakeScreen();
    private final CountDownLatch room = new CountDownLatch(1);
    private final List<String> sent = new ArrayList<>();
    private RuntimeException failure;

    @Test
    void shouldSendInOrderWithoutHoldingUpWhoTypes() throws InterruptedException {
        TypedLines lines = new TypedLines(this::take, screen);
        type(lines, "one");
        type(lines, "two");
        assertThat(lines.unsent()).isEqualTo(2);
        room.countDown();
        lines.settle(LONG);
        assertThat(lines.unsent()).isZero();
        assertThat(sent).containsExactly("one", "two");
    }

    @Test
    void shouldSayWhenTooMuchIsWaiting() {
        TypedLines lines = new TypedLines(this::take, screen);
        for (int i = 0; i <= 1000; i++) {
            type(lines, "line");
        }
        assertThat(lines.unsent()).isEqualTo(1000);
        assertThat(screen.announced).containsExactly("Not sent: 1000 lines are waiting already; try again later");
    }

    @Test
    void shouldSayWhenALineIsTooLong() throws InterruptedException {
        failure = new MessageTooLongException("the limit is 2");
        room.countDown();
        TypedLines lines = new TypedLines(this::take, screen);
        type(lines, "one");
        lines.settle(LONG);
        assertThat(screen.announced).containsExactly("Not sent: the limit is 2");
    }

    @Test
    void shouldCountWhatIsLeftWhenTheSessionIsOver() throws InterruptedException {
        failure = new SessionClosedException("over");
        TypedLines lines = new TypedLines(this::take, screen);
        type(lines, "one");
        type(lines, "two");
        room.countDown();
        lines.settle(Duration.ofMillis(50));
        assertThat(lines.unsent()).isEqualTo(2);
    }

    private void take(ByteBuffer line) throws InterruptedException {
        room.await();
        if (failure != null) {
            throw failure;
        }
        sent.add(StandardCharsets.UTF_8.decode(line).toString());
    }

    private static void type(TypedLines lines, String text) {
        lines.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
