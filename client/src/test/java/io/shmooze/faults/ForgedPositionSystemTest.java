// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 29 of RELIABILITY.md's table. A peer lies about how far it has read, or writes again what it has written
 * before: its session ends and names what was found, and no callback is called twice.
 */
@Timeout(120)
class ForgedPositionSystemTest {
    private static final int FRAME = 16;
    private static final int FRAMES = 320 / FRAME;

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldRefuseForgedPositions() throws Exception {
        Program target = Targets.server(programs);
        long[] forged = {0, 8, 1, -8, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 31, 1L << 32};
        try (WellBehavedClient wellBehaved = WellBehavedClient.attach(programs.directory())) {
            for (int i = 0; i < forged.length; i++) {
                String name = "forger-" + i;
                RawPeer peer = RawClient.attach(programs.directory(), name);
                talk(peer);
                peer.in.acknowledge(forged[i]);
                fill(peer);
                assertThat(Targets.ending(target, name)).matches("detached " + name + " FAILED The peer's acknowledged"
                        + " position at offset 256 is " + forged[i] + ", expected a multiple of 8 from \\d+ to \\d+");
                peer.close();
            }
            wellBehaved.rest();
            Targets.awaitCalm(target, 1);
        }
    }

    @Test
    void shouldNotBelieveAForgedPositionInAFlush() throws Exception {
        Program target = Targets.server(programs);
        RawPeer peer = RawClient.attach(programs.directory(), "forger");
        talk(peer);
        peer.in.acknowledge(Long.MAX_VALUE);
        target.feed("flush forger\n");
        target.awaitOutput("flush forger SessionClosedException");
        assertThat(Targets.ending(target, "forger")).contains(" FAILED ", " is " + Long.MAX_VALUE + ", expected ");
        assertThat(target.output()).doesNotContain("flushed");
        Targets.awaitCalm(target, 0);
        peer.close();
    }

    /** The lane wraps around to the first frame, which is still there. */
    @Test
    void shouldNotDeliverAnOldFrameAgain() throws Exception {
        Program target = Targets.server(programs);
        RawPeer peer = RawClient.attach(programs.directory(), "replayer");
        long first = 0;
        for (int i = 0; i < FRAMES; i++) {
            assertThat(write(peer, i)).isTrue();
            first = i == 0 ? RawLane.load(peer.memory, peer.out.offset() - FRAME) : first;
            awaitRead(peer);
            if (i == FRAMES - 2) {
                RawLane.store(peer.memory, peer.out.offset() - (FRAMES - 1) * FRAME, first);
            }
        }
        RawLane.store(peer.memory, peer.out.offset(), first);
        ringUntilOver(peer);
        assertThat(Targets.ending(target, "replayer")).matches("detached replayer FAILED The frame header at offset 704"
                + " is 0x0000[0-9a-f]{12}, expected frame number " + FRAMES);
        assertThat(target.output().lines().filter(line -> line.startsWith("got ")).distinct()).hasSize(FRAMES);
        assertThat(target.output().lines().filter(line -> line.startsWith("got "))).hasSize(FRAMES);
        Targets.awaitCalm(target, 0);
        peer.close();
    }

    /** The target goes on reading at its own position, even if the peer moves the shared one back. */
    @Test
    void shouldNotReadItsOwnPositionBack() throws Exception {
        Program target = Targets.server(programs);
        RawPeer peer = RawClient.attach(programs.directory(), "rewinder");
        for (int i = 0; i < 2 * FRAMES; i++) {
            assertThat(write(peer, i)).isTrue();
            awaitRead(peer);
            if (i < 2 * FRAMES - 1) {
                RawLane.store(peer.memory, RawPeer.SERVER_LINE, 0);
                // Gives this side room, whatever position its peer has stored.
                RawLane.store(peer.memory, RawPeer.SERVER_LINE, peer.out.position());
            }
        }
        peer.leave();
        assertThat(Targets.ending(target, "rewinder")).isEqualTo("detached rewinder CLOSED_BY_PEER null");
        assertThat(target.output().lines().filter(line -> line.startsWith("got "))).hasSize(2 * FRAMES);
        Targets.awaitCalm(target, 0);
    }

    private static boolean write(RawPeer peer, int number) throws IOException {
        boolean written = peer.out.write(RawLane.BINARY, new byte[] {(byte) number, 0, 0, 0, 0, 0, 0, 0});
        peer.ringIfNeeded();
        return written;
    }

    private static void awaitRead(RawPeer peer) {
        Patience.until(() -> {
            peer.ringIfNeeded();
            return peer.out.acknowledged() == peer.out.position();
        });
    }

    private static void ringUntilOver(RawPeer peer) {
        Patience.until(() -> {
            peer.ringIfNeeded();
            return peer.isOver();
        });
    }

    /** Reads and acknowledges so many answers that the other side must have read the position. */
    private static void talk(RawPeer peer) {
        for (int i = 0; i < 3 * FRAMES; i++) {
            peer.out.write(RawLane.TEXT, "hello".getBytes());
            Patience.until(() -> {
                peer.ringIfNeeded();
                return peer.in.read() != null;
            });
            peer.in.acknowledge(peer.in.position());
        }
    }

    /** Makes the other side answer until its lane is full, so that it must read the position. */
    private static void fill(RawPeer peer) {
        Patience.until(() -> {
            peer.out.write(RawLane.TEXT, new byte[64]);
            peer.ringIfNeeded();
            return peer.isOver();
        });
    }
}
