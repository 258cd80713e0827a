// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import io.shmooze.testing.Seed;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Fault 27 of RELIABILITY.md's table. A peer writes over any byte of the segment during traffic, and costs its own
 * session at most. {@code -Dshmooze.scribbles} sets how often it writes, {@code -Dshmooze.seed} where.
 */
@Timeout(1200)
class ScribblingPeerSystemTest {
    private static final long SEED = Seed.of(ScribblingPeerSystemTest.class);
    private static final long SCRIBBLES = Long.getLong("shmooze.scribbles", 30_000);

    /** What was found, where, and what was expected. */
    private static final String FINDING = "(The frame header|The peer's acknowledged position) at offset \\d+ is"
            + " -?[0-9a-fx]+, expected .+|Bell flood: .* expected at most \\d+";

    /** What the session has beside the segment; a wide lane has a bulk area beside it. */
    private enum Memory {
        SEGMENT, BULK, WIDE
    }

    @RegisterExtension
    final Programs programs = new Programs();

    @ParameterizedTest
    @CsvSource({
        Targets.COMPILED + ", SEGMENT", Targets.COMPILED + ", BULK", Targets.COMPILED + ", WIDE",
        Targets.INTERPRETED + ", BULK", Targets.INTERPRETED + ", WIDE"})
    void shouldDetachOneClientAndServeTheOther(String option, Memory memory) throws Exception {
        Program target = Targets.start(programs, "server", option);
        AtomicInteger count = new AtomicInteger();
        try (WellBehavedClient wellBehaved = WellBehavedClient.attach(programs.directory())) {
            Scribbler scribbler = new Scribbler(() -> {
                String name = "hostile-" + count.incrementAndGet() + "-";
                return switch (memory) {
                    case SEGMENT -> RawClient.attach(programs.directory(), name);
                    case BULK -> RawClient.attachWithBulk(programs.directory(), name);
                    case WIDE -> RawClient.attachWithWideLanes(programs.directory(), name);
                };
            }, SEED);
            scribbler.run(SCRIBBLES);
            expectUse(memory, scribbler);
            wellBehaved.rest();
            Targets.awaitCalm(target, 1);
        }
        assertThat(Targets.ending(target, "well-behaved")).isEqualTo("detached well-behaved CLOSED_BY_PEER null");
        check(target, count.get() + 1);
        target.feed("close\n");
        target.awaitExit(0);
        assertThat(programs.leftovers()).containsExactly("test.lock");
        assertThat(count.get()).as("sessions of the scribbler").isGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource({
        Targets.COMPILED + ", SEGMENT", Targets.COMPILED + ", BULK", Targets.COMPILED + ", WIDE",
        Targets.INTERPRETED + ", BULK", Targets.INTERPRETED + ", WIDE"})
    void shouldLeaveAServerAndAttachToTheNext(String option, Memory memory) throws Exception {
        try (RawServer server = new RawServer(programs.directory())) {
            server.bulk = memory == Memory.SEGMENT ? 0 : 8192;
            server.wide = memory == Memory.WIDE ? 4096 : 0;
            Program target = Targets.start(programs, "client", option);
            Scribbler scribbler = new Scribbler(server::accept, SEED);
            scribbler.run(SCRIBBLES);
            expectUse(memory, scribbler);
            // The next session is a correct one, and shows whether the client still works.
            try (RawPeer peer = server.accept()) {
                target.feed("hello\n");
                target.awaitOutput("said hello");
                check(target, scribbler.sessions());
                assertThat(peer.isOver()).isFalse();
                target.feed("close\n");
                target.awaitExit(0);
            }
            assertThat(scribbler.sessions()).as("sessions of the scribbler").isGreaterThan(1);
        }
    }

    /**
     * What there was to use has been used both ways while the scribbler wrote over it. A target that has moved sends in
     * its wide lane what else would go through its bulk area.
     */
    private static void expectUse(Memory memory, Scribbler scribbler) {
        System.out.printf("bulk messages: %,d to the target, %,d from it; moves: %,d and %,d%n",
                scribbler.bulkWritten(), scribbler.bulkRead(), scribbler.movesOut(), scribbler.movesIn());
        assertThat(scribbler.bulkWritten() > 0).as("seed %d", SEED).isEqualTo(memory != Memory.SEGMENT);
        assertThat(scribbler.bulkRead() > 0).as("seed %d", SEED).isEqualTo(memory == Memory.BULK);
        assertThat(List.of(scribbler.movesOut() > 0, scribbler.movesIn() > 0)).as("seed %d", SEED)
                .containsOnly(memory == Memory.WIDE);
    }

    /** Each session may end as FAILED, and must then report what was found. */
    private static void check(Program target, int sessions) {
        List<String> endings = target.output().lines().filter(line -> line.startsWith("detached ")).toList();
        assertThat(endings).as("seed %d", SEED).hasSize(sessions);
        assertThat(endings).as("seed %d", SEED).allMatch(line -> line.matches(
                "detached \\S+ (PEER_DIED null|CLOSED_BY_PEER null|FAILED (" + FINDING + "))"));
        assertThat(target.output()).as("seed %d", SEED).doesNotContain("WRONG");
    }
}
