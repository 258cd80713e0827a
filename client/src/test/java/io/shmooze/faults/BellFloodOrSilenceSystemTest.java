// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Patience;
import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Fault 30 of RELIABILITY.md's table. A peer rings all the time, never rings, or reads no bells: it keeps nobody awake,
 * and no message is stuck.
 */
@Timeout(120)
class BellFloodOrSilenceSystemTest {
    private static final int FREE_BELLS = 1024;
    private static final int MANY = 500;

    @RegisterExtension
    final Programs programs = new Programs();

    @Test
    void shouldDetachAPeerThatRingsAllTheTime() throws Exception {
        Program target = Targets.server(programs);
        try (WellBehavedClient wellBehaved = WellBehavedClient.attach(programs.directory())) {
            RawPeer peer = RawClient.attach(programs.directory(), "ringer");
            Patience.await().pollInterval(Duration.ofNanos(1)).until(() -> {
                while (peer.ring()) {
                    continue;
                }
                return peer.isOver();
            });
            assertThat(Targets.ending(target, "ringer"))
                    .matches("detached ringer FAILED Bell flood: the peer has rung \\d+ times, expected at most "
                            + FREE_BELLS);
            wellBehaved.rest();
            Targets.awaitCalm(target, 1);
            peer.close();
        }
    }

    @Test
    void shouldIgnoreNeedlessBells() throws Exception {
        Program target = Targets.server(programs);
        RawPeer peer = RawClient.attach(programs.directory(), "nervous");
        for (int i = 0; i < FREE_BELLS - 1; i++) {
            Patience.until(peer::ring);
        }
        publish(peer, 1);
        peer.ringIfNeeded();
        target.awaitOutput("got nervous 1 1\n");
        Targets.awaitCalm(target, 1);
        peer.leave();
        assertThat(Targets.ending(target, "nervous")).isEqualTo("detached nervous CLOSED_BY_PEER null");
    }

    /** The next bell or the end delivers a message for which the peer did not ring. */
    @Test
    void shouldDeliverAMessageWithoutABell() throws Exception {
        Program target = Targets.server(programs);
        RawPeer peer = RawClient.attach(programs.directory(), "silent");
        Patience.until(peer::isPeerAsleep);
        publish(peer, 1);
        publish(peer, 2);
        Targets.awaitCalm(target, 1);
        assertThat(target.output()).doesNotContain("got silent");
        peer.ring();
        target.awaitOutput("got silent 1 1\ngot silent 1 2\n");

        Patience.until(peer::isPeerAsleep);
        publish(peer, 3);
        publish(peer, 4);
        peer.leave();
        assertThat(Targets.ending(target, "silent")).isEqualTo("detached silent CLOSED_BY_PEER null");
        assertThat(target.output()).contains("got silent 1 2\ngot silent 1 3\ngot silent 1 4\ndetached silent");
        Targets.awaitCalm(target, 0);
    }

    /** A peer that asks for a bell after each message and reads none fills its connection. */
    @Test
    void shouldNotWaitForAPeerThatDoesNotHear() throws Exception {
        Program target = Targets.server(programs);
        try (WellBehavedClient wellBehaved = WellBehavedClient.attach(programs.directory())) {
            RawPeer peer = RawClient.attach(programs.directory(), "deaf");
            for (int i = 0; i < MANY; i++) {
                peer.sleep(2 * i + 1);
                assertThat(peer.out.write(RawLane.TEXT, new byte[] {(byte) ('a' + i % 26)})).isTrue();
                Patience.await().pollInterval(Duration.ofNanos(100_000)).until(() -> {
                    peer.ringUnheard();
                    return peer.in.available();
                });
                assertThat(peer.in.read()).containsExactly('a' + i % 26);
                peer.in.acknowledge(peer.in.position());
                Patience.await().pollInterval(Duration.ofNanos(100_000)).until(
                        () -> peer.out.acknowledged() == peer.out.position());
            }
            assertThat(peer.readBells()).as("the connection was full").isLessThan(MANY);
            wellBehaved.rest();
            Targets.awaitCalm(target, 2);
            peer.leave();
            assertThat(Targets.ending(target, "deaf")).isEqualTo("detached deaf CLOSED_BY_PEER null");
        }
    }

    private static void publish(RawPeer peer, int first) {
        assertThat(peer.out.write(RawLane.BINARY, new byte[] {(byte) first})).isTrue();
    }
}
