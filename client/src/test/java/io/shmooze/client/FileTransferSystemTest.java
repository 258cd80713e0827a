// SPDX-License-Identifier: Apache-2.0
package io.shmooze.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageKind;
import io.shmooze.Session;
import io.shmooze.UsageException;
import io.shmooze.file.FileExchange;
import io.shmooze.file.FileTransfer;
import io.shmooze.file.IncomingFile;
import io.shmooze.file.OutgoingFile;
import io.shmooze.file.TransferState;
import io.shmooze.testing.Patience;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are sent through sessions in one JVM. */
@Timeout(60)
class FileTransferSystemTest {
    private static final int SMALLEST = 1024;
    private static final Duration BUSY = Duration.ofMillis(2500);

    @RegisterExtension
    final Sessions sessions = new Sessions();
    private final ReceivingFolder inbox = new ReceivingFolder(sessions);
    private final BlockingQueue<IncomingFile> offers = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @CsvSource({"1024, 0", "1024, 1", "1024, 300000", "65536, 65504", "65536, 65505", "1048576, 10000000"})
    void shouldDeliverFilesUnchanged(int segment, int length) throws Exception {
        Path file = inbox.file("Grüße 😀.bin", length);
        FileExchangePair ends = new FileExchangePair(sessions, segment, offered -> offered.accept(inbox.folder()));
        OutgoingFile sent = ends.sending.send(ends.client, file);
        assertThat(sent.await(Sessions.LONG)).isTrue();
        assertThat(sent.detail()).isNull();
        assertThat(sent.state()).isEqualTo(TransferState.DONE);
        IncomingFile received = ends.received.take();
        assertThat(received.state()).isEqualTo(TransferState.DONE);
        assertThat(received.path()).hasSameBinaryContentAs(file);
        assertThat(received.sha256()).isEqualTo(sent.sha256()).hasSize(64);
        assertThat(received.transferred()).isEqualTo(length).isEqualTo(sent.transferred());
        assertThat(inbox.names()).containsExactly("Grüße 😀.bin");
        assertThat(ends.sending.transfers()).isEmpty();
    }

    @Test
    void shouldRefuseWithAReason() throws Exception {
        FileExchangePair ends = new FileExchangePair(sessions, SMALLEST, offered -> offered.refuse("no room in here"));
        OutgoingFile sent = ends.sending.send(ends.client, inbox.file("a", 10));
        assertThat(sent.await(Sessions.LONG)).isTrue();
        assertThat(sent.state()).isEqualTo(TransferState.REFUSED);
        assertThat(sent.detail()).isEqualTo("no room in here");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldLeaveNothingWhenEitherSideCancels(boolean bySender) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FileExchangePair ends = endsThatWaitFor(go);
        OutgoingFile sent = ends.sending.send(ends.client, inbox.file("a", 10_000_000));
        IncomingFile offered = offers.take();
        Patience.until(() -> offered.transferred() > 0);
        assertThat(inbox.names()).containsExactly(".a.shmooze-part");
        (bySender ? sent : offered).cancel("changed my mind");
        go.countDown();
        IncomingFile received = ends.received.take();
        assertThat(sent.await(Sessions.LONG)).isTrue();
        for (FileTransfer each : List.of(sent, received)) {
            assertThat(each.state()).isEqualTo(TransferState.CANCELLED);
            assertThat(each.detail()).isEqualTo("changed my mind");
        }
        assertThat(inbox.names()).isEmpty();
        ends.client.send("still there");
        Patience.until(() -> ends.chat.contains("still there"));
    }

    /** The server waits in the middle of the first file. */
    private FileExchangePair endsThatWaitFor(CountDownLatch go) {
        FileExchangePair ends = new FileExchangePair(sessions, SMALLEST, offered -> {
            offered.accept(inbox.folder());
            offers.add(offered);
        });
        ends.beforeStep = number -> {
            if (number == 5) {
                await(go);
            }
        };
        return ends;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A thread of the application decides more than a second before the lane has room for the answer. */
    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "DONE"})
    void shouldTellASenderThatDoesNotRead(TransferState end) throws Exception {
        FileExchangePair ends = new FileExchangePair(sessions, SMALLEST, offers::add);
        CountDownLatch go = new CountDownLatch(1);
        ends.beforeChat = text -> await(go);
        OutgoingFile sent = ends.sending.send(ends.client, inbox.file("a", 100_000));
        IncomingFile offered = offers.take();
        fillLane(ends.server.sessions().get(0));
        if (end == TransferState.DONE) {
            offered.accept(inbox.folder());
        } else {
            offered.refuse("no room in here");
        }
        assertThat(sent.await(BUSY)).isFalse();
        go.countDown();
        assertThat(sent.await(Sessions.LONG)).isTrue();
        assertThat(sent.state()).isEqualTo(end);
        assertThat(ends.received.take().state()).isEqualTo(end);
    }

    private static void fillLane(Session session) {
        ByteBuffer message = ByteBuffer.allocate(8);
        Patience.until(() -> !session.offer(MessageKind.TEXT, message));
    }

    /** The server waits in the middle of the file until the messages are in the outbox. */
    @Test
    void shouldLetMessagesThroughInTheMiddle() throws Exception {
        FileExchangePair ends = new FileExchangePair(sessions, SMALLEST, offered -> offered.accept(inbox.folder()));
        CountDownLatch enqueued = new CountDownLatch(1);
        CountDownLatch inTheMiddle = new CountDownLatch(1);
        ends.beforeStep = number -> {
            if (number == 10) {
                inTheMiddle.countDown();
                await(enqueued);
            }
        };
        // Much longer than what the lane and the bulk area hold together.
        OutgoingFile sent = ends.sending.send(ends.client, inbox.file("a", 20_000_000));
        Queue<Long> transferred = new ConcurrentLinkedQueue<>();
        ends.beforeChat = text -> transferred.add(sent.transferred());
        await(inTheMiddle);
        for (int i = 0; i < 20; i++) {
            assertThat(ends.client.enqueue("message " + i)).isTrue();
        }
        enqueued.countDown();
        assertThat(sent.await(Sessions.LONG)).isTrue();
        assertThat(sent.state()).isEqualTo(TransferState.DONE);
        assertThat(ends.chat).hasSize(20);
        assertThat(transferred).hasSize(20).allMatch(bytes -> bytes < sent.size());
    }

    @Test
    void shouldNotReceiveTwoOfOneNameAtATime() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FileExchangePair ends = endsThatWaitFor(go);
        Path file = inbox.file("a", 1_000_000);
        OutgoingFile first = ends.sending.send(ends.client, file);
        Patience.until(() -> inbox.names().size() == 1);
        OutgoingFile second = ends.sending.send(sessions.connect(sessions.client().sessionListener(ends.sending)
                .onMessage(ends.sending::onMessage)), file);
        assertThat(second.await(Sessions.LONG)).isTrue();
        assertThat(second.detail()).contains("is being received already");
        go.countDown();
        assertThat(first.await(Sessions.LONG)).isTrue();
        assertThat(first.state()).isEqualTo(TransferState.DONE);
    }

    /** The sizes of the first two are 0; the size of the one of /sys is 4,096, and it has fewer bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"/proc/version", "/proc/filesystems", "/sys/kernel/mm/transparent_hugepage/enabled"})
    void shouldReadToItsEndAFileWhoseSizeIsWrong(String virtual) throws Exception {
        Path file = Path.of(virtual);
        Assumptions.assumeTrue(Files.isReadable(file), () -> virtual + " is not there");
        FileExchangePair ends = new FileExchangePair(sessions, SMALLEST, offered -> offered.accept(inbox.folder()));
        OutgoingFile sent = ends.sending.send(ends.client, file);
        assertThat(sent.await(Sessions.LONG)).isTrue();
        assertThat(sent.state()).isEqualTo(TransferState.DONE);
        assertThat(Files.readString(inbox.resolve(file.getFileName().toString()))).isNotEmpty()
                .isEqualTo(Files.readString(file)).hasSize((int) sent.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/self/mem", "/proc/self/pagemap"})
    void shouldRefuseAFileOfTheKernelThatCannotBeReadFromItsBeginning(String file) {
        Assumptions.assumeTrue(Files.isReadable(Path.of(file)), () -> file + " is not there");
        assertThatThrownBy(() -> FileExchange.check(Path.of(file), null)).isInstanceOf(UsageException.class)
                .hasMessageMatching("Cannot look at " + file + ": I(nput/output error|nvalid argument)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "/tmp", "/proc/self/fd"})
    void shouldRefuseAnythingButARegularFile(String file) {
        assertThatThrownBy(() -> FileExchange.check(Path.of(file), null)).isInstanceOf(UsageException.class)
                .hasMessage("Not a regular file: " + file);
    }

    /** The length of the file changes after it was offered. */
    @ParameterizedTest
    @CsvSource({"1, it was written meanwhile", "-1, it ends after 99999 bytes", "0, it was written meanwhile"})
    void shouldNotSendAFileThatIsBeingWritten(int growth, String complaint) throws Exception {
        Path file = inbox.file("a", 100_000);
        FileExchangePair ends = new FileExchangePair(sessions, SMALLEST, offers::add);
        OutgoingFile sent = ends.sending.send(ends.client, file);
        IncomingFile offered = offers.take();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (growth < 0) {
                channel.truncate(channel.size() + growth);
            } else {
                channel.write(ByteBuffer.allocate(1 + growth), channel.size() - 1);
            }
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        offered.accept(inbox.folder());
        assertThat(sent.await(Sessions.LONG)).isTrue();
        assertThat(sent.state()).isEqualTo(TransferState.FAILED);
        assertThat(sent.detail()).isEqualTo("it cannot be read: " + complaint);
        assertThat(ends.received.take().state()).isEqualTo(TransferState.CANCELLED);
        assertThat(inbox.names()).isEmpty();
    }

    @Test
    void shouldSendShorterChunksWhereMessagesMayNotBeLong() throws Exception {
        FileExchangePair ends =
                new FileExchangePair(sessions, SMALLEST, offered -> offered.accept(inbox.folder()), 100);
        OutgoingFile sent = ends.sending.send(ends.client, inbox.file("a", 5000));
        assertThat(sent.await(Sessions.LONG)).isTrue();
        assertThat(sent.state()).isEqualTo(TransferState.DONE);
        assertThat(inbox.resolve("a")).hasSameBinaryContentAs(inbox.outside("a"));
    }
}
