// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Seed;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fault 19 of RELIABILITY.md's table. A peer truncates the segment through the descriptor that it has kept. The kernel
 * answers every access to a page that is gone with SIGBUS, which the JVM turns into an error somewhere near.
 */
@Timeout(120)
class TruncatedSegmentSystemTest {
    private static final Random RANDOM = new Random(Seed.of(TruncatedSegmentSystemTest.class));
    private static final String INTERPRETED = Targets.INTERPRETED;
    private static final String COMPILED = Targets.COMPILED;
    /** Several pages, of which the first stays. */
    private static final String LARGE = " -Dtarget.segment=65536";
    /** It sends messages that go through the bulk area. */
    private static final String BULK = " -Dtarget.spaces=1000";
    private static final String SPINNING = " -Dtarget.wait=SPINNING";
    private static final String TRUNCATED = "A page of the segment is missing: the peer has truncated the "
            + "file, or has taken memory out of it and there is no other left";
    /** The number of frames that the lane of a small segment holds. */
    private static final int FRAMES = 19;
    private static final int ROUNDS = 8;

    @RegisterExtension
    final Programs programs = new Programs();

    @ParameterizedTest
    @CsvSource({COMPILED + ",0", INTERPRETED + ",0", COMPILED + LARGE + ",512", INTERPRETED + LARGE + ",512",
        COMPILED + SPINNING + ",0", COMPILED + BULK + ",0", COMPILED + BULK + ",1024", INTERPRETED + BULK + ",1024"})
    void shouldReleaseSenderFlusherAndListener(String options, int length) throws Exception {
        Program target = Targets.start(programs, "server", options);
        try (WellBehavedClient wellBehaved = WellBehavedClient.attach(programs.directory())) {
            RawPeer peer = attach(options.contains(BULK), "truncator");
            target.awaitOutput("attached truncator");
            target.feed("send truncator\n");
            awaitFull(peer, options.contains(SPINNING));
            target.feed("flush truncator\n");
            target.awaitOutput("begins flush truncator\n");
            truncate(target, peer, length);
            assertReleased(target, "send");
            assertReleased(target, "flush");
            wellBehaved.rest();
            if (!options.contains(SPINNING)) {
                Targets.awaitCalm(target, 1);
            }
        }
        leave(target);
    }

    @ParameterizedTest
    @CsvSource({COMPILED + ",0", INTERPRETED + ",0", COMPILED + LARGE + ",512", COMPILED + SPINNING + ",0"})
    void shouldReleasePollerAndReceiver(String options, int length) throws Exception {
        Program target = Targets.start(programs, "poller", options);
        RawPeer peer = RawClient.attach(programs.directory(), "truncator");
        peer.out.write(RawLane.BINARY, new byte[8]);
        peer.ringIfNeeded();
        Patience.until(() -> peer.out.acknowledged() == peer.out.position());
        target.awaitOutput("begins poll truncator\n");
        target.awaitOutput("begins receive truncator\n");
        truncate(target, peer, length);
        assertReleased(target, "poll");
        assertReleased(target, "receive");
        Targets.awaitCalm(target, 0);
        leave(target);
    }

    /** The callback reads on when the memory is already gone. */
    @ParameterizedTest
    @ValueSource(strings = {COMPILED, INTERPRETED})
    void shouldFailTheSessionInTheMiddleOfReadingInPlace(String options) throws Exception {
        Program target = Targets.start(programs, "server", options + " -Dtarget.slow=true");
        try (WellBehavedClient wellBehaved = WellBehavedClient.attach(programs.directory())) {
            RawPeer peer = attach(true, "truncator");
            target.awaitOutput("attached truncator");
            peer.writeBulk(RawLane.BINARY, new byte[4000]);
            peer.ring();
            target.awaitOutput("reading truncator");
            peer.resize(RawPeer.LENGTH);
            target.feed("go\n");
            assertThat(Targets.ending(target, "truncator")).isEqualTo("detached truncator FAILED " + TRUNCATED);
            peer.close();
            wellBehaved.rest();
            Targets.awaitCalm(target, 1);
        }
        leave(target);
    }

    /** Only the application touches what is gone: the peer neither reads nor rings afterwards. */
    @ParameterizedTest
    @ValueSource(strings = {COMPILED, INTERPRETED})
    void shouldFailTheSessionInTheMiddleOfWritingToAClaim(String options) throws Exception {
        Program target = Targets.start(programs, "server", options + BULK);
        RawPeer peer = attach(true, "truncator");
        target.awaitOutput("attached truncator");
        target.feed("claim truncator\n");
        target.awaitOutput("claimed truncator");
        peer.resize(RawPeer.LENGTH);
        target.feed("go\n");
        assertThat(Targets.ending(target, "truncator")).isEqualTo("detached truncator FAILED " + TRUNCATED);
        peer.close();
        leave(target);
    }

    private RawPeer attach(boolean bulk, String name) throws IOException {
        return bulk ? RawClient.attachWithBulk(programs.directory(), name)
                : RawClient.attach(programs.directory(), name);
    }

    /** Waits until the other side waits for room, which a spinning one does not announce. */
    private static void awaitFull(RawPeer peer, boolean spinning) {
        if (spinning) {
            for (int i = 0; i < FRAMES; i++) {
                Patience.until(() -> peer.in.read() != null);
            }
        } else {
            Patience.until(peer::isPeerFull);
        }
    }

    /** The released thread must get exactly the exception of the contract. */
    private static void assertReleased(Program target, String waiter) {
        String begin = waiter + " truncator ";
        assertThat(Targets.line(target, begin)).as(target::errors).isEqualTo(begin + "SessionClosedException");
    }

    private static void truncate(Program target, RawPeer peer, int length) throws Exception {
        peer.resize(length);
        peer.ring();
        if (length >= RawPeer.LENGTH) {
            // The lanes are left: only a message for the bulk area touches what is gone.
            Patience.until(() -> {
                if (peer.in.read() != null) {
                    peer.in.acknowledge(peer.in.position());
                }
                peer.ringUnheard();
                return peer.isOver();
            });
        }
        assertThat(Targets.ending(target, "truncator")).isEqualTo("detached truncator FAILED " + TRUNCATED);
        peer.close();
    }

    /** Truncates, partly restores and truncates again during traffic, until the session ends. */
    @ParameterizedTest
    @ValueSource(strings = {COMPILED, COMPILED + LARGE, INTERPRETED, COMPILED + BULK, INTERPRETED + BULK})
    void shouldSurviveRepeatedTruncation(String options) throws Exception {
        Program target = Targets.start(programs, "server", options);
        try (WellBehavedClient wellBehaved = WellBehavedClient.attach(programs.directory())) {
            for (int i = 0; i < ROUNDS; i++) {
                String name = "truncator-" + i;
                RawPeer peer = attach(options.contains(BULK), name);
                target.awaitOutput("attached " + name + "\n");
                for (int messages = RANDOM.nextInt(200); messages > 0; messages--) {
                    if (peer.bulkOut.capacity() > 0 && RANDOM.nextBoolean()) {
                        peer.writeBulk(RawLane.TEXT, new byte[1 + RANDOM.nextInt(4000)]);
                    } else {
                        peer.out.write(RawLane.TEXT, new byte[RANDOM.nextInt(100)]);
                    }
                    if (peer.in.read() != null) {
                        peer.in.acknowledge(peer.in.position());
                    }
                    peer.ringIfNeeded();
                }
                int length = (int) peer.file.size();
                Patience.until(() -> {
                    for (int part : new int[] {0, length, 512, length / 2, 0}) {
                        peer.resize(part);
                        peer.ring();
                    }
                    return peer.isOver();
                });
                assertThat(Targets.ending(target, name)).startsWith("detached " + name + " FAILED ");
                peer.close();
            }
            wellBehaved.rest();
            Targets.awaitCalm(target, 1);
        }
        leave(target);
    }

    private void leave(Program target) {
        target.feed("close\n");
        target.awaitExit(0);
        assertThat(programs.leftovers()).containsExactly("test.lock");
    }
}
