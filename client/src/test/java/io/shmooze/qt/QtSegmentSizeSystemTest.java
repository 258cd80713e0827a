// SPDX-License-Identifier: Apache-2.0
package io.shmooze.qt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shmooze.MessageTooLongException;
import io.shmooze.testing.OneQtTestAtATime;
import io.shmooze.testing.Program;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mailboxes of other sizes than the classic one, which a real Qt program or ours has made. */
@ExtendWith(OneQtTestAtATime.class)
@Timeout(120)
class QtSegmentSizeSystemTest {
    @RegisterExtension
    final QtRig rig = new QtRig();
    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

    static Stream<Arguments> sizes() {
        return Stream.of(QtVersion.values()).flatMap(version -> Stream.of(QtEnd.values()).flatMap(end ->
                IntStream.of(1, 512, 4096, 1 << 20).mapToObj(size -> Arguments.of(version, end, size))));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void shouldUseAllOfTheSegmentBothWays(QtVersion version, QtEnd end, int size) throws Exception {
        rig.segmentSize(size);
        boolean server = end == QtEnd.SERVER;
        QtMailboxBuilder builder = rig.mailbox(end).onMessage((session, message) -> received.add(message.text()));
        QtMailbox early = server ? rig.open(builder) : null;
        Program qt = rig.chat(version, server ? QtEnd.CLIENT : QtEnd.SERVER, "lines");
        QtMailbox mailbox = server ? early : rig.open(builder);
        assertThat(mailbox.segmentSize()).isEqualTo(size);
        // The longest, then a short one, which must not end with the rest of the long one.
        List<String> texts = List.of("x".repeat(size), "a", "y".repeat(Math.min(size, 2000)), "answer".substring(0,
                Math.min(size, 6)));
        for (String text : texts) {
            mailbox.send(text);
            qt.awaitOutput("got " + text + "\n");
            mailbox.flush(QtRig.LONG);
            qt.feed(text + "\n");
            assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo(text);
        }
        assertThatThrownBy(() -> mailbox.send("x".repeat(size + 1))).isInstanceOf(MessageTooLongException.class)
                .hasMessageContaining("the limit of " + size + ",");
        qt.endInput();
        qt.awaitExit(0);
        mailbox.close();
    }
}
