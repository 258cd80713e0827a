// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageTooLongException;
import io.shmooze.SessionClosedException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipeInputTest {
    private final FakeScreen screen = new FakeScreen();
    private final Shutdown shutdown = new Shutdown();
    private final List<String> sent = new ArrayList<>();

    @Test
    void shouldSendEveryLine() throws InterruptedException {
        PipeInput input = input("a\n\nb", 10);
        assertThat(input.isActive()).isFalse();
        input.feed(line -> {
            assertThat(input.isActive()).isTrue();
            take(line);
        });
        assertThat(sent).containsExactly("a", "", "b");
        assertThat(input.isActive()).isFalse();
        assertThat(shutdown.exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void shouldNameALineOverTheLimitAndGoOn() throws InterruptedException {
        input("a\n123456\nb\n", 5).feed(this::take);
        assertThat(sent).containsExactly("a", "b");
        assertThat(screen.announced).containsExactly(
                "Line 2 was left out: it has 6 bytes; the limit is 5 (max-message-length)");
        assertThat(shutdown.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void shouldNameALineThatThePeerDoesNotTake() throws InterruptedException {
        input("a\n12345\nb\n", 5).feed(line -> {
            if (line.remaining() > 4) {
                throw new MessageTooLongException("The limit is 4");
            }
            take(line);
        });
        assertThat(sent).containsExactly("a", "b");
        assertThat(screen.announced).containsExactly("Line 2 was left out: it has 5 bytes; The limit is 4");
        assertThat(shutdown.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void shouldStopWhenTheProgramEnds() throws InterruptedException {
        input("a\nb\n", 5).feed(line -> {
            take(line);
            shutdown.stop();
        });
        assertThat(sent).containsExactly("a");
    }

    @Test
    void shouldCountALineThatNobodyTakesAndThoseBehindIt() {
        PipeInput input = input("a\nb\nc\n\ne", 5);
        assertThatThrownBy(() -> input.feed(line -> {
            if (line.get(0) == 'b') {
                throw new SessionClosedException("closed");
            }
            take(line);
        })).isInstanceOf(SessionClosedException.class);
        assertThat(sent).containsExactly("a");
        assertThat(input.unsent()).isEqualTo(1);
        assertThat(input.behind()).isEqualTo(3);
    }

    @Test
    void shouldCountLinesBeyondWhatWasReadAtOnce() {
        int lines = 100_000;
        PipeInput input = input("line\n".repeat(lines), 10);
        assertThatThrownBy(() -> input.feed(line -> {
            throw new SessionClosedException("closed");
        })).isInstanceOf(SessionClosedException.class);
        assertThat(input.unsent() + input.behind()).isEqualTo(lines);
    }

    @Test
    void shouldCountOnlyWhatIsBehindWhenTheProgramStopsBetweenTwoLines() throws InterruptedException {
        PipeInput input = input("a\nb\n", 5);
        input.feed(line -> shutdown.stop());
        assertThat(input.unsent()).isZero();
        assertThat(input.behind()).isEqualTo(1);
    }

    @Test
    void shouldNotCountALineThatWasRefused() throws InterruptedException {
        PipeInput input = input("a\nb\n", 5);
        input.feed(line -> {
            throw new MessageTooLongException("The limit is 0");
        });
        assertThat(input.unsent() + input.behind()).isZero();
    }

    @Test
    void shouldBeMidwayExceptWhileItWaitsForMore() throws InterruptedException {
        List<Boolean> pending = new ArrayList<>();
        PipeInput[] input = new PipeInput[1];
        input[0] = new PipeInput(new LineSource(new InputStream() {
            private int left = 4;

            @Override
            public int available() {
                return left % 2;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                pending.add(input[0].hasPending());
                bytes[offset] = '\n';
                return left-- > 0 ? 1 : -1;
            }

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }
        }, (byte) '\n', 10), 10, screen, shutdown);
        input[0].feed(line -> pending.add(input[0].hasPending()));
        assertThat(pending).as("in turn, reading and sending").containsExactly(
                false, true, true, true, false, true, true, true, false);
        assertThat(input[0].hasPending()).isFalse();
    }

    private PipeInput input(String text, int limit) {
        ByteArrayInputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return new PipeInput(new LineSource(bytes, (byte) '\n', limit), limit, screen, shutdown);
    }

    private void take(ByteBuffer line) {
        sent.add(StandardCharsets.UTF_8.decode(line).toString());
    }
}
