// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Task;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 28 of RELIABILITY.md's table. The length of a frame changes while it is read: one copy of it is checked, and
 * nothing else is used.
 */
@Timeout(120)
class FlippingLengthSystemTest {
    private static final long ROUNDS_MS = 1500;
    private static final int NOWHERE = -1;
    private static final int SHORT = 16;
    private static final int LONG = 96;

    @RegisterExtension
    final Programs programs = new Programs();
    /** The offset that the other thread is told to flip, and the one that it flips. */
    private volatile int flippedAt = NOWHERE;
    private volatile int flippingAt = NOWHERE;
    private volatile boolean enough;

    @Test
    void shouldDeliverAndAcknowledgeOneOfTheTwoLengths() throws Exception {
        Program target = Targets.server(programs);
        RawPeer peer = RawClient.attach(programs.directory(), "flipping");
        Task<Void> flipping = Task.run(() -> flip(peer, SHORT, LONG));
        int[] seen = new int[2];
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ROUNDS_MS);
        while (System.nanoTime() < endNs || seen[0] == 0 || seen[1] == 0) {
            long by = round(peer);
            assertThat(by).isPositive();
            seen[by == RawLane.frame(SHORT) ? 0 : 1]++;
        }
        enough = true;
        flipping.result();
        assertThat(peer.isOver()).isFalse();
        peer.leave();
        assertThat(Targets.ending(target, "flipping")).isEqualTo("detached flipping CLOSED_BY_PEER null");
        assertThat(lengths(target, SHORT)).isEqualTo(seen[0]);
        assertThat(lengths(target, LONG)).isEqualTo(seen[1]);
        Targets.awaitCalm(target, 0);
    }

    @Test
    void shouldRefuseAnImpossibleLengthAndNothingElse() throws Exception {
        Program target = Targets.server(programs);
        RawPeer peer = RawClient.attach(programs.directory(), "flipping");
        Task<Void> flipping = Task.run(() -> flip(peer, SHORT, Integer.MAX_VALUE));
        while (!peer.isOver()) {
            round(peer);
        }
        enough = true;
        flipping.result();
        assertThat(Targets.ending(target, "flipping")).startsWith("detached flipping FAILED The frame header at offset")
                .contains("7fffffff, expected known flags and kind and a length that fits into ");
        assertThat(target.output().lines().filter(line -> line.startsWith("got ")))
                .allMatch(line -> line.startsWith("got flipping " + SHORT + " "));
        Targets.awaitCalm(target, 0);
        peer.close();
    }

    private static long lengths(Program target, int length) {
        return target.output().lines().filter(line -> line.startsWith("got flipping " + length + " ")).count();
    }

    /** Sends one frame; returns how many bytes were acknowledged, which is 0 if the other side has hung up. */
    private long round(RawPeer peer) throws Exception {
        RawLane lane = peer.out;
        flippedAt = NOWHERE;
        Patience.until(() -> flippingAt == NOWHERE);
        if (lane.tail() < RawLane.frame(LONG) + 8) {
            lane.pad();
            awaitAnswer(peer, lane.position() - 8);
        }
        long before = lane.position();
        int at = lane.offset();
        peer.memory.putLong(at + RawLane.frame(SHORT), 0);
        peer.memory.putLong(at + RawLane.frame(LONG), 0);
        RawLane.store(peer.memory, at, RawLane.header(SHORT, RawLane.WHOLE, RawLane.BINARY, lane.number()));
        flippedAt = at;
        awaitAnswer(peer, before);
        long by = lane.acknowledged() - before;
        assertThat(by).isIn(0L, (long) RawLane.frame(SHORT), (long) RawLane.frame(LONG));
        lane.advance((int) by);
        return by;
    }

    private static void awaitAnswer(RawPeer peer, long before) {
        Patience.await().pollInterval(Duration.ofNanos(100_000)).until(() -> {
            peer.ringIfNeeded();
            return peer.out.acknowledged() > before || peer.isOver();
        });
    }

    /** Flips the length of published frames only, because the other side ignores a header before that. */
    private void flip(RawPeer peer, int one, int other) {
        while (!enough) {
            int at = flippedAt;
            flippingAt = at;
            if (at != NOWHERE) {
                peer.memory.putInt(at, one);
                peer.memory.putInt(at, other);
            }
        }
    }
}
