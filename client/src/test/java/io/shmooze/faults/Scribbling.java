// SPDX-License-Identifier: Apache-2.0
package io.shmooze.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.shmooze.testing.Program;
import io.shmooze.testing.Programs;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that carries traffic with a peer that scribbles, and what has to be true of it afterwards. */
final class Scribbling {
    /** What was found, where, and what was expected. */
    private static final String FINDING = "(The frame header|The peer's acknowledged position) at offset \\d+ is"
            + " -?[0-9a-fx]+, expected .+|Bell flood: .* expected at most \\d+";

    private final Programs programs;
    private final String option;
    private final long seed;
    private final long scribbles;

    Scribbling(Programs programs, String option, long seed, long scribbles) {
        this.programs = programs;
        this.option = option;
        this.seed = seed;
        this.scribbles = scribbles;
    }

    /** Returns how many sessions it took. */
    int onServer() throws Exception {
        Program target = Targets.start(programs, "server", option);
        AtomicInteger count = new AtomicInteger();
        try (Decent decent = Decent.attach(programs.directory())) {
            Scribbler scribbler = new Scribbler(
                    () -> RawClient.attach(programs.directory(), "hostile-" + count.incrementAndGet() + "-"), seed);
            scribbler.run(scribbles);
            decent.rest();
            Targets.awaitCalm(target, 1);
        }
        assertThat(Targets.ending(target, "decent")).isEqualTo("detached decent CLOSED_BY_PEER null");
        check(target, count.get() + 1);
        target.feed("close\n");
        target.awaitExit(0);
        assertThat(programs.leftovers()).containsExactly("test.lock");
        return count.get();
    }

    /** Returns how many sessions it took. */
    int onClients() throws Exception {
        try (RawServer server = new RawServer(programs.directory())) {
            Program target = Targets.start(programs, "client", option);
            Scribbler scribbler = new Scribbler(server::accept, seed);
            scribbler.run(scribbles);
            // The next session is a good one, and tells whether everybody is still there.
            try (RawPeer peer = server.accept()) {
                target.feed("hello\n");
                target.awaitOutput("said hello");
                check(target, scribbler.sessions());
                assertThat(peer.isOver()).isFalse();
                target.feed("close\n");
                target.awaitExit(0);
            }
            return scribbler.sessions();
        }
    }

    /** At most FAILED, and then with what was found. */
    private void check(Program target, int sessions) {
        List<String> endings = target.output().lines().filter(line -> line.startsWith("detached ")).toList();
        assertThat(endings).as("seed %d", seed).hasSize(sessions);
        assertThat(endings).as("seed %d", seed).allMatch(line -> line.matches(
                "detached \\S+ (PEER_DIED null|CLOSED_BY_PEER null|FAILED (" + FINDING + "))"));
        assertThat(target.output()).as("seed %d", seed).doesNotContain("WRONG");
    }
}
