// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.MessageTooLongException;
import io.shmooze.ProtocolException;
import io.shmooze.Session;
import io.shmooze.SessionListener;
import io.shmooze.UsageException;
import io.shmooze.testing.Patience;
import java.awt.image.BufferedImage;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program that makes a mailbox's segment chooses its size, and the other end uses that size. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class QtSegmentSizeTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    final TestKeys keys = new TestKeys();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private QtPair pair;

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @ParameterizedTest
    @CsvSource({"LEGACY_SYSTEM_V, 1", "LEGACY_SYSTEM_V, 7", "LEGACY_SYSTEM_V, 512", "LEGACY_SYSTEM_V, 1023",
        "LEGACY_SYSTEM_V, 4096", "LEGACY_SYSTEM_V, 1048576", "POSIX, 9", "POSIX, 5000"})
    void shouldCarryUpToTheSegmentsSize(QtIpc ipc, int size) {
        pair = keys.pair(ipc);
        QtMailbox server = open(server().segmentSize(size));
        QtMailbox client = open(client().segmentSize(77));
        assertThat(client.segmentSize()).isEqualTo(server.segmentSize()).isEqualTo(size);
        for (String text : List.of("x".repeat(size), "a", "y".repeat(size), "b")) {
            client.send(text);
            assertThat(server.receive(LONG).text()).isEqualTo(text);
            server.send(text);
            assertThat(client.receive(LONG).text()).isEqualTo(text);
        }
        for (QtMailbox end : List.of(server, client)) {
            assertThatThrownBy(() -> end.send("x".repeat(size + 1))).isInstanceOf(MessageTooLongException.class)
                    .hasMessageContaining("A message of " + (size + 1) + " bytes is over the limit of " + size + ",");
            assertThatThrownBy(() -> end.claim(MessageKind.TEXT, size + 1)).isInstanceOf(MessageTooLongException.class)
                    .hasMessageContaining("limit of " + size + ",");
        }
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, 10, xxxxxxxxxü, xxxxxxxxx", "UTF-8, 3, \uD83D\uDE00, ''", "Shift_JIS, 4, a日本, a日",
        "GB18030, 6, ab\uD83D\uDE00c, ab\uD83D\uDE00", "ISO-8859-1, 3, Grüße, Grü"})
    void shouldCutBetweenCharacters(String charset, int size, String text, String expected) {
        pair = keys.pair(QtIpc.LEGACY_SYSTEM_V);
        QtMailbox server = open(server().segmentSize(size).charset(Charset.forName(charset)));
        QtMailbox client = open(client().truncate(true).charset(Charset.forName(charset)));
        if (expected.isEmpty()) {
            assertThatThrownBy(() -> client.send(text)).hasMessageContaining("empty message");
            return;
        }
        client.send(text);
        assertThat(server.receive(LONG).text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 16777217})
    void shouldRefuseSizesThatNoMailboxHas(int size) {
        assertThatThrownBy(() -> QtMailbox.builder(QtEnd.SERVER).segmentSize(size)).isInstanceOf(UsageException.class)
                .hasMessageContaining("take 1 to 16777216");
    }

    /** Accepted for a mailbox of 100 bytes, it meets one of 10: it is told, and the next one goes through. */
    @Test
    void shouldTellWhatDoesNotFitIntoTheNextMailbox() {
        pair = keys.pair(QtIpc.LEGACY_SYSTEM_V);
        List<Throwable> errors = new CopyOnWriteArrayList<>();
        QtMailbox first = open(server().segmentSize(100).onMessage((session, message) -> session.close()));
        QtMailbox client = open(client().sessionListener(new SessionListener() {
            @Override
            public void onDetached(Session session, io.shmooze.Detachment detachment) {
                session.send("x".repeat(50));
                session.send("short");
            }

            @Override
            public void onError(Session session, Throwable error) {
                errors.add(error);
            }
        }));
        client.send("end");
        Patience.until(() -> first.state() == io.shmooze.SessionState.CLOSED
                && client.statistics().outboxLength() == 2);
        QtMailbox second = open(server().segmentSize(10));
        assertThat(second.receive(LONG).text()).isEqualTo("short");
        assertThat(errors).singleElement().isInstanceOfSatisfying(MessageTooLongException.class, error ->
                assertThat(error).hasMessageContaining("50 bytes is over the limit of 10,"));
        assertThat(client.segmentSize()).isEqualTo(10);
    }

    /** A picture without semaphores; to take it for a message would clear it. */
    @Test
    void shouldLeaveAPictureAlone() {
        pair = keys.pair(QtIpc.LEGACY_SYSTEM_V);
        QtPicture picture = new QtPicture(pair.segment());
        open.push(picture);
        picture.publish(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB));
        assertThatThrownBy(() -> client().open()).isInstanceOf(ProtocolException.class)
                .hasMessageContaining(pair.key()).hasMessageContaining("holds a picture");
        assertThat(picture.load().getWidth()).isEqualTo(30);
    }

    private QtMailboxBuilder server() {
        return QtMailbox.builder(QtEnd.SERVER).keys(pair);
    }

    private QtMailboxBuilder client() {
        return QtMailbox.builder(QtEnd.CLIENT).keys(pair).connectTimeout(LONG).reconnectTimeout(LONG);
    }

    private QtMailbox open(QtMailboxBuilder builder) {
        QtMailbox opened = builder.open();
        open.push(opened);
        return opened;
    }
}
