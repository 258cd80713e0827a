// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.DetachReason;
import io.shmooze.Detachment;
import io.shmooze.Message;
import io.shmooze.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that were left unread in a mailbox: each is recognised as this side's or the peer's, and none is lost. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class UnreadMessageTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    final TestKeys keys = new TestKeys();
    private final MailboxEvents events = new MailboxEvents();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private QtPair pair;

    @BeforeEach
    void prepare() {
        pair = keys.pair(QtIpc.LEGACY_SYSTEM_V);
    }

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeBackWhatThePeerHasNotReadWhenItLeaves(QtIpc ipc) {
        pair = keys.pair(ipc);
        ClassicPeer server = opened(ClassicPeer.server(pair));
        QtMailbox client = mailbox(QtEnd.CLIENT);
        client.send("unread");
        client.close();
        assertUnacknowledged(events.awaitDetached(1), "unread");
        assertThat(server.mailbox()).isEmpty();
        assertThat(server.wakeUps()).isZero();
    }

    @Test
    void shouldNotTakeBackWhatThePeerHasRead() {
        ClassicPeer server = opened(ClassicPeer.server(pair));
        QtMailbox client = mailbox(QtEnd.CLIENT);
        client.send("read");
        assertThat(server.receive()).isEqualTo("read");
        client.send("unread");
        client.close();
        assertUnacknowledged(events.awaitDetached(1), "unread");
    }

    @Test
    void shouldTellWhatWasWrittenOverBeforeItWasRead() {
        ClassicPeer server = opened(ClassicPeer.server(pair));
        QtMailbox client = mailbox(QtEnd.CLIENT);
        client.send("unread");
        server.write("and never will be");
        client.close();
        assertUnacknowledged(events.awaitDetached(1), "unread");
    }

    @Test
    void shouldGiveThePeerWhatAPredecessorHasLeft() {
        ClassicPeer server = serverOfAKilledClient("of the predecessor");
        QtMailbox next = mailbox(QtEnd.CLIENT);
        // Long enough to take it for the peer's.
        assertThat(next.receive(Duration.ofMillis(1500))).isNull();
        assertThat(server.receive()).isEqualTo("of the predecessor");
        next.send("of the next");
        assertThat(server.receive()).isEqualTo("of the next");
        server.send("answer");
        assertThat(next.receive(LONG).text()).isEqualTo("answer");
        assertThat(next.counts().blankWakeUps()).isZero();
    }

    @Test
    void shouldTellWhatAPredecessorHasLeftIfItIsNeverRead() {
        serverOfAKilledClient("of the predecessor");
        mailbox(QtEnd.CLIENT).close();
        assertUnacknowledged(events.awaitDetached(1), "of the predecessor");
    }

    /** It has announced it, so it is its own. */
    @Test
    void shouldTakeWhatThePeerHasWrittenOverAPredecessorsMessage() {
        serverOfAKilledClient("short").send("longer than that");
        assertThat(mailbox(QtEnd.CLIENT).receive(LONG).text()).isEqualTo("longer than that");
    }

    @Test
    void shouldCountWhatThePeerWritesOverOursBetweenWakeUpAndReading() {
        QtMailbox server = mailbox(QtEnd.SERVER);
        ClassicPeer client = opened(ClassicPeer.client(pair));
        server.send("a longer message");
        client.awaitWakeUp();
        client.send("b");
        assertThat(server.receive(LONG).text()).isEqualTo("b longer message");
        assertThat(server.counts().mangled()).isEqualTo(1);
    }

    @Test
    void shouldNotCountAPeersLongerMessage() {
        QtMailbox server = mailbox(QtEnd.SERVER);
        ClassicPeer client = opened(ClassicPeer.client(pair));
        server.send("a message");
        client.awaitWakeUp();
        client.send("longer than the message");
        assertThat(server.receive(LONG).text()).isEqualTo("longer than the message");
        assertThat(server.counts().mangled()).isZero();
    }

    @Test
    void shouldNotCountAnswersThatEndLikeTheQuestion() throws Exception {
        QtMailbox server = mailbox(QtEnd.SERVER);
        ClassicPeer client = opened(ClassicPeer.client(pair));
        Thread answering = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                client.send(client.receive().replace('a', 'b'));
            }
            // The last one is the peer's own to wait for.
            received.add(client.receive());
        });
        answering.start();
        for (int i = 0; i < 100; i++) {
            server.send("a: " + i);
            assertThat(server.receive(LONG).text()).isEqualTo("b: " + i);
        }
        assertThat(server.counts().mangled()).isZero();
        server.send("end");
        answering.join();
        Patience.until(() -> received.contains("end"));
    }

    @Test
    void shouldReportAnUnreadMessageAsItWasSent() {
        QtMailbox server = opened(QtMailbox.builder(QtEnd.SERVER).keys(pair).charset(StandardCharsets.ISO_8859_1)
                .sessionListener(events).open());
        opened(ClassicPeer.client(pair));
        server.send("Grüße");
        server.close();
        assertUnacknowledged(events.awaitDetached(1), "Grüße");
    }

    @Test
    void shouldTakeAMessageWhoseWakeUpIsLost() {
        QtMailbox server = mailbox(QtEnd.SERVER);
        ClassicPeer client = opened(ClassicPeer.client(pair));
        client.write("without a wake-up");
        assertThat(server.receive(LONG).text()).isEqualTo("without a wake-up");
    }

    @Test
    void shouldLeaveNoWakeUpOfItsOwnBehind() {
        ClassicPeer server = opened(ClassicPeer.server(pair));
        QtMailbox client = opened(QtMailbox.builder(QtEnd.CLIENT).keys(pair).sessionListener(events)
                .onMessage((session, message) -> session.close()).open());
        server.send("end");
        events.awaitDetached(1);
        client.close();
        assertThat(client.counts().blankWakeUps()).isZero();
        assertThat(opened(ClassicPeer.client(pair)).wakeUps()).isZero();
    }

    private static void assertUnacknowledged(Detachment detachment, String text) {
        assertThat(detachment.reason()).isEqualTo(DetachReason.CLOSED_HERE);
        assertThat(detachment.unacknowledged()).extracting(Message::text).containsExactly(text);
    }

    /** The server of a client of ours that was killed when the server stood still. */
    private ClassicPeer serverOfAKilledClient(String text) {
        ClassicPeer server = opened(ClassicPeer.server(pair));
        ClassicPeer killed = ClassicPeer.client(pair);
        killed.send(text);
        killed.close();
        return server;
    }

    private QtMailbox mailbox(QtEnd end) {
        return opened(QtMailbox.builder(end).keys(pair).connectTimeout(LONG).reconnectTimeout(LONG)
                .sessionListener(events).open());
    }

    private <T extends AutoCloseable> T opened(T opened) {
        open.push(opened);
        return opened;
    }
}
